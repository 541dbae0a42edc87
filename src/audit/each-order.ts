/** Every order, page by page, so that an audit of millions needs the memory of a few hundred. */
import type { Sql } from '../database/sql.ts';
import { idToBytes } from '../lib/ids.ts';
import { type OrderRow, orders } from '../orders/tables.ts';

const PAGE = 500;

export async function* eachOrder(db: Sql): AsyncGenerator<OrderRow> {
  let after: Buffer = Buffer.alloc(16);
  for (;;) {
    const page = await db.select(orders, `SELECT ${orders.list()} FROM orders WHERE id > ? ORDER BY id LIMIT ${PAGE}`, [
      after,
    ]);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = idToBytes(last.id);
  }
}
