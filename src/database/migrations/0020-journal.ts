/** Who changed prices, people and settings: what no order's timeline holds. */
import type { Migration } from '../migration.ts';

export const migration0020: Migration = {
  name: '0020-journal',
  steps: [
    `CREATE TABLE shop_events (
      id BINARY(16) NOT NULL PRIMARY KEY,
      verb VARCHAR(40) NOT NULL,
      actor VARCHAR(200) NOT NULL,
      facts TEXT NOT NULL,
      created_at DATETIME(3) NOT NULL
    )`,
    'CREATE INDEX ix_shop_events_created ON shop_events (created_at)',
  ],
};
