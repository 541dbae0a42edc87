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

interface Move {
  readonly onHand: -1 | 0 | 1;
  readonly reserved: -1 | 0 | 1;
  /** What must be true of the row for a quantity to be taken. */
  readonly guard: string;
}

/** What an order does to stock. */
const MOVES = {
  /** Units are held for an open order. */
  reserve: { onHand: 0, reserved: 1, guard: 'on_hand - reserved >= ?' },
  /** Held units are given back. */
  release: { onHand: 0, reserved: -1, guard: 'reserved >= ?' },
  /** Held units leave the building. */
  ship: { onHand: -1, reserved: -1, guard: 'reserved >= ?' },
  /** Shipped units were not shipped after all: on hand again, and held as before. */
  unship: { onHand: 1, reserved: 1, guard: 'on_hand >= 0 AND ? > 0' },
  /** Held units are gone without having been shipped (broken, lost): neither sold nor put back. */
  write_off: { onHand: -1, reserved: -1, guard: 'reserved >= ?' },
} as const satisfies Partial<Record<MovementReason, Move>>;

export interface StockChange {
  readonly move: keyof typeof MOVES;
  readonly units: readonly StockNeed[];
}

/** Quantities summed for each product, products in ascending id order: the order in which everybody takes the rows. */
export function sumNeeds(needs: readonly StockNeed[]): StockNeed[] {
  const sums = new Map<Id<'prd'>, number>();
  for (const { product_id, quantity } of needs) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
  return [...sums]
    .filter(([, quantity]) => quantity > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([product_id, quantity]) => ({ product_id, quantity }));
}

/** Moves units, all of them or none. Throws StockShort when a guard does not hold. */
export async function moveStock(db: Sql, { move: reason, units }: StockChange, cause: StockCause): Promise<void> {
  const { onHand, reserved, guard } = MOVES[reason];
  const summed = sumNeeds(units);
  await db.insert(
    stockMovements,
    summed.map(({ product_id, quantity }) =>
      movement(cause, { product_id, reason, on_hand_change: onHand * quantity, reserved_change: reserved * quantity }),
    ),
  );
  const sql = `UPDATE stock SET on_hand = on_hand + ?, reserved = reserved + ? WHERE product_id = ? AND ${guard}`;
  for (const { product_id, quantity } of summed) {
    const params = [onHand * quantity, reserved * quantity, idToBytes(product_id), quantity];
    if ((await db.run(sql, params)) === 0) throw new StockShort(product_id);
  }
}

const movement = (
  { order_id, actor, at }: StockCause,
  moved: Pick<MovementRow, 'product_id' | 'reason' | 'on_hand_change' | 'reserved_change'>,
): MovementRow => ({ id: newId('mov'), order_id, ...moved, actor, created_at: at });

/** Makes the stock rows of new products, empty. */
export const openStock = (db: Sql, productIds: readonly Id<'prd'>[]): Promise<void> =>
  db.insert(
    stock,
    productIds.map((product_id) => ({ product_id, on_hand: 0, reserved: 0 })),
  );

export interface StockAdjustment {
  readonly product_id: Id<'prd'>;
  readonly delta: number;
  readonly reason: 'import' | 'count';
}

/**
 * Changes what is on hand by `delta` units, or throws StockShort when fewer than the reserved units would remain.
 */
export async function adjustStock(
  db: Sql,
  { product_id, delta, reason }: StockAdjustment,
  cause: Omit<StockCause, 'order_id'>,
): Promise<void> {
  if (delta === 0) return;
  const moved = { product_id, reason, on_hand_change: delta, reserved_change: 0 };
  await db.insert(stockMovements, [movement({ ...cause, order_id: null }, moved)]);
  const sql = 'UPDATE stock SET on_hand = on_hand + ? WHERE product_id = ? AND on_hand + ? >= reserved';
  if ((await db.run(sql, [delta, idToBytes(product_id), delta])) === 0) throw new StockShort(product_id);
}

/**
 * Writes what was counted, and a movement that makes the books agree with it, whatever they said before. Throws StockShort
 * when fewer than the reserved units would remain.
 */
export async function countStock(
  db: Sql,
  counted: Partial<Pick<StockRow, 'on_hand' | 'reserved'>> & Pick<StockRow, 'product_id'>,
  cause: Omit<StockCause, 'order_id'>,
): Promise<void> {
  const { product_id, ...counts } = counted;
  const before = (await lockStock(db, product_id)) as StockRow;
  const after = { ...before, ...counts };
  if (after.on_hand < after.reserved) throw new StockShort(product_id);
  const sums = `SELECT COALESCE(SUM(on_hand_change), 0) AS on_hand, COALESCE(SUM(reserved_change), 0) AS reserved
    FROM stock_movements WHERE product_id = ?`;
  const [booked] = await db.rows<{ on_hand: number; reserved: number }>(sums, [idToBytes(product_id)]);
  const missing = (column: 'on_hand' | 'reserved') =>
    counts[column] === undefined ? 0 : counts[column] - Number(booked?.[column] ?? 0);
  const [on_hand_change, reserved_change] = [missing('on_hand'), missing('reserved')];
  await db.update(stock, counts, { product_id });
  if (on_hand_change === 0 && reserved_change === 0) return;
  const moved = { product_id, reason: 'count' as const, on_hand_change, reserved_change };
  await db.insert(stockMovements, [movement({ ...cause, order_id: null }, moved)]);
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

/** What is on hand and reserved, by product. */
export async function onHandOf(
  db: Sql,
  productIds: readonly Id<'prd'>[],
): Promise<Map<Id<'prd'>, Pick<StockRow, 'on_hand' | 'reserved'>>> {
  const rows = await db.find(stock, { product_id: productIds });
  return new Map(rows.map((row) => [row.product_id, row]));
}
