/**
 * Stock. Every change is a guarded, relative update with its movement beside it: either the guard held and both are
 * there, or the transaction ends. Callers put these last in their transaction, because a popular product's row is the
 * one everybody waits for.
 */
import type { Sql } from '../database/sql.ts';
import { defineTable, id, int, nullable, type RowOf, text, time } from '../database/table.ts';
import { type Id, idToBytes, newId } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

export const stock = defineTable('stock', { product_id: id('prd'), on_hand: int(), reserved: int() });
export type StockRow = RowOf<typeof stock>;

export type MovementReason = 'import' | 'count' | 'reserve' | 'release' | 'ship' | 'unship' | 'write_off';

export const stockMovements = defineTable('stock_movements', {
  id: id('mov'),
  product_id: id('prd'),
  order_id: nullable(id('ord')),
  reason: text<MovementReason>(),
  on_hand_change: int(),
  reserved_change: int(),
  actor: text(),
  created_at: time(),
});
type MovementRow = RowOf<typeof stockMovements>;

export interface StockNeed {
  readonly product_id: Id<'prd'>;
  readonly quantity: number;
}

/** Whose change it is. */
export interface StockCause {
  readonly order_id: Id<'ord'> | null;
  readonly actor: string;
  readonly at: Instant;
}

/** The guard of a stock change did not hold for this product. */
export class StockShort extends Error {
  readonly productId: Id<'prd'>;

  constructor(productId: Id<'prd'>) {
    super(`not enough stock of ${productId}`);
    this.name = 'StockShort';
    this.productId = productId;
  }
}

interface Change {
  readonly reason: MovementReason;
  readonly onHand: -1 | 0 | 1;
  readonly reserved: -1 | 0 | 1;
  /** What must be true of the row for a quantity to be taken. */
  readonly guard: string;
}

const RESERVE: Change = { reason: 'reserve', onHand: 0, reserved: 1, guard: 'on_hand - reserved >= ?' };
const RELEASE: Change = { reason: 'release', onHand: 0, reserved: -1, guard: 'reserved >= ?' };
const WRITE_OFF: Change = { reason: 'write_off', onHand: -1, reserved: -1, guard: 'reserved >= ?' };
const UNSHIP: Change = { reason: 'unship', onHand: 1, reserved: 1, guard: 'on_hand >= 0 AND ? > 0' };
const SHIP: Change = { reason: 'ship', onHand: -1, reserved: -1, guard: 'reserved >= ?' };

/** Holds units for an open order. Throws StockShort. */
export const reserveStock = (db: Sql, needs: readonly StockNeed[], cause: StockCause) =>
  move(db, RESERVE, needs, cause);

/** Gives held units back. */
export const releaseStock = (db: Sql, needs: readonly StockNeed[], cause: StockCause) =>
  move(db, RELEASE, needs, cause);

/** Held units leave the building. */
export const shipStock = (db: Sql, needs: readonly StockNeed[], cause: StockCause) => move(db, SHIP, needs, cause);

/** Shipped units were not shipped after all: on hand again, and held as before. */
export const unshipStock = (db: Sql, needs: readonly StockNeed[], cause: StockCause) => move(db, UNSHIP, needs, cause);

/** Held units are gone without having been shipped (broken, lost): neither sold nor put back. */
export const writeOffStock = (db: Sql, needs: readonly StockNeed[], cause: StockCause) =>
  move(db, WRITE_OFF, needs, cause);

/** Quantities summed for each product, products in ascending id order: the order in which everybody takes the rows. */
export function sumNeeds(needs: readonly StockNeed[]): StockNeed[] {
  const sums = new Map<Id<'prd'>, number>();
  for (const { product_id, quantity } of needs) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  return [...sums]
    .filter(([, quantity]) => quantity > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([product_id, quantity]) => ({ product_id, quantity }));
}

async function move(db: Sql, change: Change, needs: readonly StockNeed[], cause: StockCause): Promise<void> {
  const summed = sumNeeds(needs);
  await db.insert(
    stockMovements,
    summed.map(({ product_id, quantity }) =>
      movement(product_id, change.reason, cause, change.onHand * quantity, change.reserved * quantity),
    ),
  );
  const sql = `UPDATE stock SET on_hand = on_hand + ?, reserved = reserved + ? WHERE product_id = ? AND ${change.guard}`;
  for (const { product_id, quantity } of summed) {
    const params = [change.onHand * quantity, change.reserved * quantity, idToBytes(product_id), quantity];
    if ((await db.run(sql, params)) === 0) throw new StockShort(product_id);
  }
}

const movement = (
  product_id: Id<'prd'>,
  reason: MovementReason,
  cause: StockCause,
  on_hand_change: number,
  reserved_change: number,
): MovementRow => ({
  id: newId('mov'),
  product_id,
  order_id: cause.order_id,
  reason,
  on_hand_change,
  reserved_change,
  actor: cause.actor,
  created_at: cause.at,
});

/** Makes the stock rows of new products, empty. */
export const openStock = (db: Sql, productIds: readonly Id<'prd'>[]): Promise<void> =>
  db.insert(
    stock,
    productIds.map((product_id) => ({ product_id, on_hand: 0, reserved: 0 })),
  );

/**
 * Changes what is on hand by `delta` units, or throws StockShort when fewer than the reserved units would remain.
 */
export async function adjustStock(
  db: Sql,
  product_id: Id<'prd'>,
  delta: number,
  reason: 'import' | 'count',
  cause: StockCause,
): Promise<void> {
  if (delta === 0) return;
  await db.insert(stockMovements, [movement(product_id, reason, cause, delta, 0)]);
  const sql = 'UPDATE stock SET on_hand = on_hand + ? WHERE product_id = ? AND on_hand + ? >= reserved';
  if ((await db.run(sql, [delta, idToBytes(product_id), delta])) === 0) throw new StockShort(product_id);
}

/** The stock row of a product, locked until the transaction ends where the engine locks rows. */
export async function lockStock(db: Sql, productId: Id<'prd'>): Promise<StockRow | undefined> {
  const sql = `SELECT ${stock.list()} FROM stock WHERE product_id = ?${db.forUpdate}`;
  return (await db.select(stock, sql, [idToBytes(productId)]))[0];
}

/** Units that may still be sold, by product. */
export async function availableStock(db: Sql, productIds: readonly Id<'prd'>[]): Promise<Map<Id<'prd'>, number>> {
  const rows = await db.find(stock, { product_id: productIds });
  return new Map(rows.map((row) => [row.product_id, row.on_hand - row.reserved]));
}
