/** What lists are sorted and narrowed by. */
import type { Migration } from '../migration.ts';

export const migration0004: Migration = {
  name: '0004-lists',
  steps: [
    'CREATE INDEX ix_orders_total ON orders (total, id)',
    'CREATE INDEX ix_orders_updated ON orders (updated_at, id)',
    'CREATE INDEX ix_orders_payment_status ON orders (payment_status, placed_at, id)',
    'CREATE INDEX ix_orders_fulfillment_status ON orders (fulfillment_status, placed_at, id)',
    'CREATE INDEX ix_order_holds_open ON order_holds (released_at, order_id)',
    'CREATE INDEX ix_outbox_dead ON outbox (dead_at)',
  ],
};
