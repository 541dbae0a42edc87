import { z } from 'zod';
import { findProductBySku } from '../catalog/store.ts';
import { Refusal } from '../errors.ts';
import {
  cartQuantity,
  cartSku,
  defineCartWrite,
  MAX_LINES,
  mixedCurrency,
  putProduct,
  requireSold,
} from './cart-write.ts';
import { findCart } from './store.ts';

/** Sets how many of a product are in the cart. Throws `product_not_found` and `currency_mixed`. */
export const setCartItem = defineCartWrite({
  input: z.strictObject({ sku: cartSku, quantity: cartQuantity }),
  prepare: async ({ db }, { sku }) => requireSold(await findProductBySku(db, sku), sku),
  async change(cx, cartId, { input: { quantity }, prepared: product }) {
    const lines = (await findCart(cx.db, cx.actor.id))?.lines ?? [];
    const other = lines.find((line) => line.product_id !== product.id && line.currency !== product.currency);
    if (other) throw mixedCurrency(product, other);
    if (lines.length >= MAX_LINES && !lines.some((line) => line.product_id === product.id)) throw tooManyLines();
    await putProduct(cx, cartId, { product, quantity });
  },
});

const tooManyLines = (): Refusal =>
  new Refusal('invalid_input', `A cart holds at most ${MAX_LINES} different products.`, {
    errors: [{ pointer: '/sku', detail: 'would be one product too many' }],
  });
