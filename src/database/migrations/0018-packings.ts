/** What has been scanned into the box of an order, until it ships. */
import type { Migration } from '../migration.ts';

export const migration0018: Migration = {
  name: '0018-packings',
  steps: [
    `CREATE TABLE packings (
      order_id BINARY(16) NOT NULL PRIMARY KEY,
      packed TEXT NOT NULL,
      packed_by VARCHAR(200) NOT NULL,
      complete_at DATETIME(3),
      updated_at DATETIME(3) NOT NULL
    )`,
  ],
};
