import { z } from 'zod';
import { defineCartWrite } from './cart-write.ts';
import { clearCart } from './store.ts';

/** Takes everything out of the cart. */
export const emptyCart = defineCartWrite({
  input: z.strictObject({}),
  change: (cx, cartId) => clearCart(cx.db, cartId),
});
