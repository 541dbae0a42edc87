/** Which outbox rows are jobs at the moment: they are counted, so that the job store stays small. */
import type { Migration } from '../migration.ts';

export const migration0011: Migration = {
  name: '0011-posted',
  steps: [
    'ALTER TABLE outbox ADD COLUMN posted_at DATETIME(3)',
    'CREATE INDEX ix_outbox_posted ON outbox (posted_at, kind)',
  ],
};
