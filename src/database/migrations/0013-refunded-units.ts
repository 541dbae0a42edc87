/** What each line has given back: units that were refunded are not refunded again, and do not ship. */
import type { Migration } from '../migration.ts';

export const migration0013: Migration = {
  name: '0013-refunded-units',
  steps: ['ALTER TABLE order_items ADD COLUMN refunded_quantity BIGINT NOT NULL DEFAULT 0'],
};
