import { z } from 'zod';
import { type ContextOf, defineUseCase } from '../use-case.ts';
import { priceMoved } from './rules.ts';
import type { CartView } from './shapes.ts';
import { findCart, setSeenPrice } from './store.ts';
import { cartView } from './view.ts';

/** The customer's cart at today's prices. Having been shown them, the customer may check out at them. */
export const getCart = defineUseCase({
  name: 'get-cart',
  allow: ['customer'],
  input: z.strictObject({}),
  run: (context): Promise<CartView> => showCart(context),
});

/** Reads the cart of the acting customer and remembers the prices shown. */
export async function showCart(context: ContextOf<'customer'>): Promise<CartView> {
  const cart = await findCart(context.db, context.actor.id);
  for (const line of cart?.lines ?? []) {
    if (cart && priceMoved(line)) await setSeenPrice(context.db, cart.id, line);
  }
  return cartView(cart);
}
