import { z } from 'zod';
import { findProductBySku } from '../catalog/store.ts';
import { actorLabel } from '../context.ts';
import { Refusal } from '../errors.ts';
import { defineWrite } from '../write.ts';
import { adjustStock, countStock, lockStock, type StockRow, StockShort } from './store.ts';

/**
 * Sets or changes what is on hand of a product and returns the stock after it; with neither `set` nor `add` it only
 * looks. Throws `product_not_found`, and `out_of_stock` when fewer units would remain than are reserved.
 */
export const setStock = defineWrite({
  name: 'set-stock',
  allow: ['staff', 'system'],
  input: z.strictObject({
    sku: z.string().trim().min(1),
    set: z.int().min(0, 'must not be negative').optional(),
    add: z.int().optional(),
  }),
  async prepare(context, { sku }) {
    const product = await findProductBySku(context.db, sku);
    if (!product) {
      throw new Refusal('product_not_found', `There is no product "${sku}"; orders catalog list shows what there is.`);
    }
    return product;
  },
  async commit(cx, { sku, set, add }, { id }): Promise<StockRow & { sku: string }> {
    const before = (await lockStock(cx.db, id)) as StockRow;
    const delta = set === undefined ? (add ?? 0) : set - before.on_hand;
    const on_hand = before.on_hand + delta;
    try {
      const cause = { actor: actorLabel(cx.actor), at: cx.now() };
      if (set === undefined) await adjustStock(cx.db, { product_id: id, delta, reason: 'count' }, cause);
      else await countStock(cx.db, { product_id: id, on_hand: set }, cause);
    } catch (error) {
      if (!(error instanceof StockShort)) throw error;
      throw new Refusal(
        'out_of_stock',
        `${sku}: ${before.reserved} units are reserved for open orders, so ${on_hand} on hand cannot be.`,
      );
    }
    return { ...before, sku, on_hand };
  },
  answer: (_context, _input, done) => done as StockRow & { sku: string },
});
