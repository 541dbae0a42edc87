import { z } from 'zod';
import { findProductBySku } from '../catalog/store.ts';
import { Refusal } from '../errors.ts';
import { cartSku, defineCartWrite } from './cart-write.ts';
import { removeCartItem } from './store.ts';

/** Takes a product out of the cart. Throws `not_in_cart`. */
export const dropCartItem = defineCartWrite({
  input: z.strictObject({ sku: cartSku }),
  prepare: ({ db }, { sku }) => findProductBySku(db, sku),
  async change(cx, cartId, { input: { sku }, prepared: product }) {
    if (product && (await removeCartItem(cx.db, cartId, product.id)) > 0) return;
    throw new Refusal('not_in_cart', `${sku} is not in the cart; GET /cart shows what is.`);
  },
});
