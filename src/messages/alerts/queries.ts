/** What the alerts look for. */
import type { Sql } from '../../database/sql.ts';
import { encodeTime } from '../../database/table.ts';
import type { Instant } from '../../lib/time.ts';
import { TO_SHIP } from '../../orders/states.ts';
import { MOST_FACTS } from './alert.ts';

export interface DeadRow {
  readonly id: Buffer;
  readonly kind: string;
  readonly order_number: string | null;
  readonly last_error: string | null;
}

/** Outbox rows that were given up, but for alerts, which would tell of themselves. */
export const rowsGivenUp = (db: Sql): Promise<DeadRow[]> =>
  db.rows<DeadRow>(
    `SELECT b.id, b.kind, o.order_number, b.last_error FROM outbox b LEFT JOIN orders o ON o.id = b.order_id
     WHERE b.dead_at IS NOT NULL AND b.kind <> 'send-alert' ORDER BY b.dead_at LIMIT ${MOST_FACTS}`,
  );

export interface LateOrder {
  readonly order_number: string;
  readonly customer_name: string;
  readonly held: number;
  readonly placed_at: unknown;
}

/** Paid orders from before `since` that have not shipped. */
export const ordersPlacedBefore = (db: Sql, since: Instant): Promise<LateOrder[]> =>
  db.rows<LateOrder>(
    `SELECT o.order_number, o.customer_name, o.held, o.placed_at FROM orders o
     WHERE ${TO_SHIP} AND o.placed_at < ? ORDER BY o.placed_at LIMIT ${MOST_FACTS}`,
    [encodeTime(since)],
  );

/** Products that are sold and of which at most so many units are left. */
export const productsShortOf = (db: Sql, units: number): Promise<{ sku: string; name: string; available: number }[]> =>
  db.rows(
    `SELECT p.sku, p.name, s.on_hand - s.reserved AS available FROM stock s JOIN products p ON p.id = s.product_id
     WHERE p.active = 1 AND s.on_hand - s.reserved <= ? ORDER BY s.on_hand - s.reserved, p.sku LIMIT ${MOST_FACTS}`,
    [units],
  );
