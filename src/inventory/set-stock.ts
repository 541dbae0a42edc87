import { z } from 'zod';
import { findProductBySku } from '../catalog/store.ts';
import { actorLabel } from '../context.ts';
import { Refusal } from '../errors.ts';
import { defineUseCase } from '../use-case.ts';
import { adjustStock, lockStock, type StockRow, StockShort } from './store.ts';

/**
 * Sets or changes what is on hand of a product and returns the stock after it; with neither `set` nor `add` it only
 * looks. Throws `product_not_found`, and `out_of_stock` when fewer units would remain than are reserved.
 */
export const setStock = defineUseCase({
  name: 'set-stock',
  allow: ['staff', 'system'],
  input: z.strictObject({
    sku: z.string().trim().min(1),
    set: z.int().min(0, 'must not be negative').optional(),
    add: z.int().optional(),
  }),
  async run(context, { sku, set, add }): Promise<StockRow & { sku: string }> {
    const product = await findProductBySku(context.db, sku);
    if (!product) {
      throw new Refusal('product_not_found', `There is no product "${sku}"; orders catalog list shows what there is.`);
    }
    return context.atomic('stock.set', async (tx) => {
      const held = (await lockStock(tx, product.id)) as StockRow;
      const delta = set === undefined ? (add ?? 0) : set - held.on_hand;
      try {
        await adjustStock(tx, product.id, delta, 'count', {
          order_id: null,
          actor: actorLabel(context.actor),
          at: context.now(),
        });
      } catch (error) {
        if (!(error instanceof StockShort)) throw error;
        const left = held.on_hand + delta;
        throw new Refusal(
          'out_of_stock',
          `${sku}: ${held.reserved} units are reserved for open orders, so ${left} on hand cannot be.`,
        );
      }
      return { ...held, sku, on_hand: held.on_hand + delta };
    });
  },
});
