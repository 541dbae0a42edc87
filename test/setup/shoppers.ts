/** Customers with filled carts, as many as a bench needs, written straight into the tables. */

import { signToken } from '../../src/http/auth/tokens.ts';
import { type Id, idToBytes, newId } from '../../src/lib/ids.ts';
import { addPerson } from '../../src/people/add-person.ts';
import type { World } from './world.ts';

export interface Shopper {
  readonly userId: Id<'usr'>;
  readonly cartId: Id<'crt'>;
  readonly productId: Buffer;
  readonly token: string;
}

const PRODUCTS = 100;
const BATCH = 200;

/** A shop with a hundred products, of which each shopper has one in the cart. */
export async function makeShoppers(world: World, count: number): Promise<Shopper[]> {
  const { database } = world.app;
  const known = await database.rows<{ id: Buffer; price: number }>('SELECT id, price FROM products ORDER BY id');
  if (known.length === 0) {
    for (let index = 0; index < PRODUCTS; index++) await world.product(`P-${index}`, { stock: 1_000_000 });
    return makeShoppers(world, count);
  }
  // One customer is made as the program does it; the others are copies with ids of their own.
  await addPerson(world.system, { email: `first-${newId('usr')}@example.org`, name: 'First Shopper' });
  const shoppers: Shopper[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const some = await Promise.all(
      Array.from({ length: Math.min(BATCH, count - from) }, async (_, index): Promise<Shopper> => {
        const userId = newId('usr');
        const productId = known[(from + index) % known.length]?.id as Buffer;
        const token = await signToken({ id: userId, role: 'customer' }, world.app.config.jwtSecret(), {
          days: 1,
          nowMs: Date.now(),
        });
        return { userId, cartId: newId('crt'), productId, token };
      }),
    );
    await writeBatch(world, some, Number(known[0]?.price));
    shoppers.push(...some);
  }
  return shoppers;
}

async function writeBatch({ app }: World, shoppers: readonly Shopper[], price: number): Promise<void> {
  const now = '2026-01-01 00:00:00.000';
  const insert = (into: string, marks: string, rows: unknown[][]) =>
    app.database.run(`INSERT INTO ${into} VALUES ${rows.map(() => marks).join(', ')}`, rows.flat());
  const people = shoppers.map(({ userId }) => [idToBytes(userId), `${userId}@example.org`, now]);
  await insert('users (id, email, created_at, name, role, active)', "(?, ?, ?, 'Shopper', 'customer', 1)", people);
  const carts = shoppers.map(({ userId, cartId }) => [idToBytes(cartId), idToBytes(userId), now]);
  await insert('carts (id, customer_id, updated_at, version)', '(?, ?, ?, 2)', carts);
  const items = shoppers.map(({ cartId, productId }) => [idToBytes(cartId), productId, price, now]);
  await insert('cart_items (cart_id, product_id, seen_price, added_at, quantity)', '(?, ?, ?, ?, 1)', items);
}
