import { z } from 'zod';
import { findProductsBySku } from '../catalog/store.ts';
import {
  cartQuantity,
  cartSku,
  defineCartWrite,
  MAX_LINES,
  mixedCurrency,
  putProduct,
  requireSold,
} from './cart-write.ts';
import { clearCart } from './store.ts';

/** Replaces everything in the cart. Throws `product_not_found` and `currency_mixed`. */
export const replaceCart = defineCartWrite({
  input: z.strictObject({
    items: z
      .array(z.strictObject({ sku: cartSku, quantity: cartQuantity }))
      .max(MAX_LINES, `must be at most ${MAX_LINES} products`),
  }),
  async prepare({ db }, { items }) {
    const wanted = new Map<string, number>();
    for (const { sku, quantity } of items) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
    const found = new Map((await findProductsBySku(db, [...wanted.keys()])).map((row) => [row.sku, row]));
    const lines = [...wanted].map(([sku, quantity]) => ({
      product: requireSold(found.get(sku), sku),
      quantity,
      pointer: `/items/${items.findLastIndex((item) => item.sku === sku)}/quantity`,
    }));
    const [first] = lines;
    const other = lines.find(({ product }) => product.currency !== first?.product.currency);
    if (first && other) throw mixedCurrency(other.product, first.product);
    return lines;
  },
  async change(cx, cartId, { prepared: lines }) {
    await clearCart(cx.db, cartId);
    for (const line of lines) await putProduct(cx, cartId, line);
  },
});
