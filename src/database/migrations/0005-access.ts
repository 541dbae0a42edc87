/** Who may still come in: people of another issuer, and tokens that no longer count. */
import type { Migration } from '../migration.ts';

export const migration0005: Migration = {
  name: '0005-access',
  steps: [
    'ALTER TABLE users ADD COLUMN subject VARCHAR(255)',
    'ALTER TABLE users ADD COLUMN tokens_valid_from DATETIME(3)',
    'ALTER TABLE users ADD COLUMN access_changed_at DATETIME(3)',
    'CREATE UNIQUE INDEX uq_users_subject ON users (subject)',
    'CREATE INDEX ix_users_access_changed ON users (access_changed_at)',
  ],
};
