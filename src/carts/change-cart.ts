/** Putting things into a cart and taking them out. */
import { z } from 'zod';
import { findProductBySku, findProductsBySku, type ProductRow } from '../catalog/store.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { DuplicateKey, StaleRow } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import { defineUseCase } from '../use-case.ts';
import { showCart } from './get-cart.ts';
import type { CartView } from './shapes.ts';
import { clearCart, findCart, putCartItem, removeCartItem, touchCart } from './store.ts';

/** Most units of one product in one cart. */
const MAX_QUANTITY = 9999;
/** Most different products in one cart. */
const MAX_LINES = 200;

const quantity = z
  .int('must be a whole number')
  .min(1, 'must be at least 1; to take the product out, use DELETE')
  .max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);
const sku = z.string().trim().min(1, 'is needed').max(64);

/** Sets how many of a product are in the cart. Throws `product_not_found` and `currency_mixed`. */
export const setCartItem = defineUseCase({
  name: 'set-cart-item',
  allow: ['customer'],
  input: z.strictObject({ sku, quantity }),
  async run(context, input): Promise<CartView> {
    const product = sellable(await findProductBySku(context.db, input.sku), input.sku);
    await changeCart(context, async (tx, cartId) => {
      const cart = await findCart(tx, customerOf(context));
      const other = cart?.lines.find((line) => line.product_id !== product.id && line.currency !== product.currency);
      if (other) throw mixedCurrency(product, other);
      if ((cart?.lines.length ?? 0) >= MAX_LINES && !cart?.lines.some((line) => line.product_id === product.id)) {
        throw tooManyLines();
      }
      await put(context, tx, cartId, product, input.quantity);
    });
    return showCart(context);
  },
});

/** Replaces everything in the cart. Throws `product_not_found` and `currency_mixed`. */
export const replaceCart = defineUseCase({
  name: 'replace-cart',
  allow: ['customer'],
  input: z.strictObject({
    items: z.array(z.strictObject({ sku, quantity })).max(MAX_LINES, `must be at most ${MAX_LINES} products`),
  }),
  async run(context, { items }): Promise<CartView> {
    const wanted = new Map<string, number>();
    for (const item of items) wanted.set(item.sku, (wanted.get(item.sku) ?? 0) + item.quantity);
    const found = new Map((await findProductsBySku(context.db, [...wanted.keys()])).map((row) => [row.sku, row]));
    const products = [...wanted.keys()].map((wantedSku) => sellable(found.get(wantedSku), wantedSku));
    const [first] = products;
    const other = products.find((product) => product.currency !== first?.currency);
    if (first && other) throw mixedCurrency(other, first);
    await changeCart(context, async (tx, cartId) => {
      await clearCart(tx, cartId);
      for (const product of products) await put(context, tx, cartId, product, wanted.get(product.sku) as number);
    });
    return showCart(context);
  },
});

/** Takes a product out of the cart. Throws `not_in_cart`. */
export const dropCartItem = defineUseCase({
  name: 'drop-cart-item',
  allow: ['customer'],
  input: z.strictObject({ sku }),
  async run(context, input): Promise<CartView> {
    const product = await findProductBySku(context.db, input.sku);
    await changeCart(context, async (tx, cartId) => {
      if (!product || (await removeCartItem(tx, cartId, product.id)) === 0) {
        throw new Refusal('not_in_cart', `${input.sku} is not in the cart; GET /cart shows what is.`);
      }
    });
    return showCart(context);
  },
});

/** Takes everything out of the cart. */
export const emptyCart = defineUseCase({
  name: 'empty-cart',
  allow: ['customer'],
  input: z.strictObject({}),
  async run(context): Promise<CartView> {
    await changeCart(context, async (tx, cartId) => {
      await clearCart(tx, cartId);
    });
    return showCart(context);
  },
});

const customerOf = (context: Context): Id<'usr'> => context.actor.id as Id<'usr'>;

async function changeCart(context: Context, work: (tx: Tx, cartId: Id<'crt'>) => Promise<void>): Promise<void> {
  await context.atomic('cart.change', async (tx) => {
    try {
      await work(tx, await touchCart(tx, customerOf(context), context.now()));
    } catch (error) {
      // Two first requests of one customer: the second finds the cart the first has made.
      throw error instanceof DuplicateKey ? new StaleRow('the cart') : error;
    }
  });
}

const put = (context: Context, tx: Tx, cart_id: Id<'crt'>, product: ProductRow, count: number): Promise<void> =>
  putCartItem(tx, {
    cart_id,
    product_id: product.id,
    quantity: count,
    seen_price: product.price,
    added_at: context.now(),
  });

function sellable(product: ProductRow | undefined, wanted: string): ProductRow {
  if (product?.active) return product;
  throw new Refusal('product_not_found', `There is no product "${wanted}"; GET /products lists what there is.`);
}

const mixedCurrency = (product: { currency: string; sku: string }, other: { currency: string; sku: string }): Refusal =>
  new Refusal(
    'currency_mixed',
    `${product.sku} is sold in ${product.currency} and ${other.sku} in ${other.currency}; order them separately.`,
  );

const tooManyLines = (): Refusal =>
  new Refusal('invalid_input', `A cart holds at most ${MAX_LINES} different products.`, {
    errors: [{ pointer: '/sku', detail: 'would be one product too many' }],
  });
