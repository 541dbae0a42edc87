/** Carts: one for each customer, with a version that every change raises and every checkout uses up. */
import type { Sql } from '../database/sql.ts';
import { defineTable, id, int, nullable, type RowOf, text, time } from '../database/table.ts';
import { type Id, idFromBytes, idToBytes, newId } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

export const carts = defineTable('carts', {
  id: id('crt'),
  customer_id: id('usr'),
  version: int(),
  updated_at: time(),
});
export type CartRow = RowOf<typeof carts>;

export const cartItems = defineTable('cart_items', {
  cart_id: id('crt'),
  product_id: id('prd'),
  quantity: int(),
  /** The price the customer last saw. */
  seen_price: int(),
  seen_currency: nullable(text()),
  added_at: time(),
});

/** One line of a cart beside what its product costs now. */
export interface CartLine {
  readonly product_id: Id<'prd'>;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly seen_price: number;
  readonly seen_currency: string;
  readonly price: number;
  readonly currency: string;
  /** Still in the catalogue. */
  readonly active: boolean;
}

export interface Cart {
  readonly id: Id<'crt'>;
  readonly version: number;
  readonly customer: { readonly email: string; readonly name: string; readonly locale: string | null };
  readonly lines: readonly CartLine[];
}

const CART_QUERY = `SELECT c.id AS cart_id, c.version, i.product_id, i.quantity, i.seen_price, i.seen_currency,
    p.sku, p.name, p.price, p.currency, p.active, u.email AS customer_email, u.name AS customer_name, u.locale
  FROM carts c JOIN users u ON u.id = c.customer_id LEFT JOIN cart_items i ON i.cart_id = c.id LEFT JOIN products p ON p.id = i.product_id
  WHERE c.customer_id = ? ORDER BY i.added_at, p.sku`;

interface CartQueryRow {
  cart_id: Buffer;
  version: number;
  product_id: Buffer | null;
  quantity: number;
  seen_price: number;
  seen_currency: string | null;
  sku: string;
  name: string;
  price: number;
  currency: string;
  active: number;
  customer_email: string;
  customer_name: string;
  locale: string | null;
}

/** A customer's cart, lines in the order they were added; undefined for a customer who never had one. */
export async function findCart(db: Sql, customerId: Id<'usr'>): Promise<Cart | undefined> {
  const rows = await db.rows<CartQueryRow>(CART_QUERY, [idToBytes(customerId)]);
  const [first] = rows;
  if (!first) return undefined;
  const lines = rows.flatMap(({ product_id, sku, name, currency, ...row }): CartLine[] =>
    product_id === null
      ? []
      : [
          {
            product_id: idFromBytes('prd', product_id),
            sku,
            name,
            currency,
            quantity: Number(row.quantity),
            seen_price: Number(row.seen_price),
            seen_currency: row.seen_currency ?? currency,
            price: Number(row.price),
            active: Number(row.active) === 1,
          },
        ],
  );
  return {
    id: idFromBytes('crt', first.cart_id),
    version: Number(first.version),
    customer: { email: first.customer_email, name: first.customer_name, locale: first.locale },
    lines,
  };
}

/** The id of a customer's cart, made if there is none; its version goes up, which ends every checkout begun before. */
export async function touchCart(db: Sql, customerId: Id<'usr'>, now: Instant): Promise<Id<'crt'>> {
  const sql = 'UPDATE carts SET version = version + 1, updated_at = ? WHERE customer_id = ?';
  const touched = await db.run(sql, [carts.encode({ updated_at: now }).updated_at, idToBytes(customerId)]);
  if (touched === 0) {
    const cart: CartRow = { id: newId('crt'), customer_id: customerId, version: 1, updated_at: now };
    await db.insert(carts, [cart]);
    return cart.id;
  }
  return (await db.findOne(carts, { customer_id: customerId }))?.id as Id<'crt'>;
}

/** Sets the quantity of a product in a cart, at the price the customer sees now. */
export async function putCartItem(db: Sql, item: RowOf<typeof cartItems>): Promise<void> {
  const { cart_id, product_id, added_at: _first, ...now } = item;
  if ((await db.update(cartItems, now, { cart_id, product_id })) === 0) {
    await db.insert(cartItems, [item]);
  }
}

export const removeCartItem = (db: Sql, cartId: Id<'crt'>, productId: Id<'prd'>): Promise<number> =>
  db.remove(cartItems, { cart_id: cartId, product_id: productId });

export const clearCart = (db: Sql, cartId: Id<'crt'>): Promise<number> => db.remove(cartItems, { cart_id: cartId });

/** Writes the price of a line as the one that its customer has seen. */
export const setSeenPrice = (
  db: Sql,
  cart_id: Id<'crt'>,
  { product_id, price: seen_price, currency: seen_currency }: CartLine,
): Promise<number> => db.update(cartItems, { seen_price, seen_currency }, { cart_id, product_id });

/**
 * Uses up the version a checkout was made from. True when the cart was still at that version, so that nothing was put
 * in or taken out since.
 */
export const advanceCart = async (db: Sql, cartId: Id<'crt'>, version: number): Promise<boolean> =>
  (await db.run('UPDATE carts SET version = version + 1 WHERE id = ? AND version = ?', [idToBytes(cartId), version])) >
  0;

/** Takes what was bought out of a cart that was changed meanwhile; what is more stays in it. */
export async function takeFromCart(
  db: Sql,
  cartId: Id<'crt'>,
  { product_id, quantity }: Pick<RowOf<typeof cartItems>, 'product_id' | 'quantity'>,
): Promise<void> {
  const ids = [idToBytes(cartId), idToBytes(product_id)];
  const fewer = 'UPDATE cart_items SET quantity = quantity - ? WHERE cart_id = ? AND product_id = ? AND quantity > ?';
  if ((await db.run(fewer, [quantity, ...ids, quantity])) > 0) return;
  await db.run('DELETE FROM cart_items WHERE cart_id = ? AND product_id = ? AND quantity <= ?', [...ids, quantity]);
}

/** Empties the cart of a customer, for good. */
export async function eraseCart(db: Sql, customer_id: Id<'usr'>): Promise<void> {
  const cart = await db.findOne(carts, { customer_id });
  if (cart) await clearCart(db, cart.id);
}
