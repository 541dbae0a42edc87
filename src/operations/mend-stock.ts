/** Reserved units as open orders and their lines say: the part of the stock's books that can be worked out. */
import { z } from 'zod';
import { actorLabel } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { countStock } from '../inventory/store.ts';
import { type Id, idFromBytes, idToBytes } from '../lib/ids.ts';
import { OPEN_STATUSES } from '../orders/states.ts';
import { defineWrite } from '../write.ts';

const open = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

/** What open orders have not shipped of a product. */
const NEEDED = `SELECT COALESCE(SUM(i.quantity - i.shipped_quantity - i.cancelled_quantity), 0) AS units
  FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status IN (${open}) AND i.product_id = ?`;

async function needed(db: Sql, productId: Id<'prd'>): Promise<number> {
  const [row] = await db.rows<{ units: number }>(NEEDED, [idToBytes(productId)]);
  return Number(row?.units ?? 0);
}

/** Sets what is reserved to what is needed wherever it differs, with a movement that says so. Resolves with the SKUs. */
export const mendStock = defineWrite({
  name: 'mend-stock',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async commit(cx): Promise<string[]> {
    const rows = await cx.db.rows<{ id: Buffer; sku: string; reserved: number; booked: number }>(
      `SELECT p.id, p.sku, s.reserved, COALESCE((SELECT SUM(m.reserved_change) FROM stock_movements m
         WHERE m.product_id = p.id), 0) AS booked FROM stock s JOIN products p ON p.id = s.product_id ORDER BY p.id`,
    );
    const mended: string[] = [];
    for (const { id, sku, reserved, booked } of rows) {
      const product_id = idFromBytes('prd', id);
      const units = await needed(cx.db, product_id);
      if (Number(reserved) === units && Number(booked) === units) continue;
      await countStock(cx.db, { product_id, reserved: units }, { actor: actorLabel(cx.actor), at: cx.now() });
      mended.push(sku);
    }
    return mended;
  },
  answer: (_context, _input, mended) => mended ?? [],
});
