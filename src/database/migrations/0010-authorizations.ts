/** Until when authorized money can be taken. */
import type { Migration } from '../migration.ts';

export const migration0010: Migration = {
  name: '0010-authorizations',
  steps: [
    'ALTER TABLE payments ADD COLUMN authorized_until DATETIME(3)',
    'CREATE INDEX ix_payments_authorized ON payments (authorized_until)',
  ],
};
