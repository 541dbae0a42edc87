/** Writes on the cart of the acting customer: its row is touched first, then changed, and shown at today's prices. */
import { z } from 'zod';
import type { ProductRow } from '../catalog/store.ts';
import type { WriteContext } from '../context.ts';
import { DuplicateKey, StaleRow } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import type { ContextOf, UseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';
import { showCart } from './get-cart.ts';
import type { CartView } from './shapes.ts';
import { putCartItem, touchCart } from './store.ts';

/** Most units of one product in one cart. */
const MAX_QUANTITY = 9999;
/** Most different products in one cart. */
export const MAX_LINES = 200;

export const cartQuantity = z
  .int('must be a whole number')
  .min(1, 'must be at least 1; to take the product out, use DELETE')
  .max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);
export const cartSku = z.string().trim().min(1, 'is needed').max(64);

interface CartWriteDefinition<Schema extends z.ZodType, Prepared> {
  readonly input: Schema;
  prepare?(context: ContextOf<'customer'>, input: z.output<Schema>): Promise<Prepared>;
  change(
    cx: ContextOf<'customer', WriteContext>,
    cartId: Id<'crt'>,
    asked: { readonly input: z.output<Schema>; readonly prepared: Prepared },
  ): Promise<unknown>;
}

/** Makes a write on the customer's own cart, which is made when there is none. */
export function defineCartWrite<Schema extends z.ZodType, Prepared>({
  input: schema,
  prepare,
  change,
}: CartWriteDefinition<Schema, Prepared>): UseCase<Schema, CartView> {
  return defineWrite<Schema, 'customer', Prepared, void, CartView>({
    name: 'change-cart',
    allow: ['customer'],
    input: schema,
    prepare,
    async commit(cx, input, prepared) {
      try {
        await change(cx, await touchCart(cx.db, cx.actor.id, cx.now()), { input, prepared });
      } catch (error) {
        // Two first requests of one customer: the second finds the cart the first has made.
        throw error instanceof DuplicateKey ? new StaleRow('the cart') : error;
      }
    },
    answer: (context) => showCart(context),
  });
}

export interface CartLineWritten {
  readonly product: ProductRow;
  readonly quantity: number;
  /** JSON pointer to the field that asks for it. */
  readonly pointer?: string;
}

/**
 * Puts a product into the cart at its price of today, in place of what there was of it. Throws `invalid_input` for more
 * units than one order may have: the sum counts, however it was asked for.
 */
export async function putProduct(
  cx: WriteContext,
  cart_id: Id<'crt'>,
  { product, quantity, pointer = '/quantity' }: CartLineWritten,
): Promise<void> {
  const most = cx.settings.unitsPerProduct;
  if (quantity > most) {
    const detail = `must be at most ${most} of ${product.sku} in one order`;
    throw new Refusal('invalid_input', `${pointer.slice(1).replaceAll('/', '.')} ${detail}.`, {
      errors: [{ pointer, detail }],
    });
  }
  await putCartItem(cx.db, {
    cart_id,
    product_id: product.id,
    quantity,
    seen_price: product.price,
    seen_currency: product.currency,
    added_at: cx.now(),
  });
}

/** Throws `product_not_found` for what is not sold, or not any more. */
export function requireSold(product: ProductRow | undefined, sku: string): ProductRow {
  if (product?.active) return product;
  throw new Refusal('product_not_found', `There is no product "${sku}"; GET /products lists what there is.`);
}

type Priced = Pick<ProductRow, 'sku' | 'currency'>;

export const mixedCurrency = (product: Priced, other: Priced): Refusal =>
  new Refusal(
    'currency_mixed',
    `${product.sku} is sold in ${product.currency} and ${other.sku} in ${other.currency}; order them separately.`,
  );
