/** Waves and their orders, and what fulfillment reads of orders, products and parcels. */
import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, encodeTime, id, int, type RowOf, text, time } from '../database/table.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import { TO_SHIP } from '../orders/states.ts';
import { type OrderRow, orders } from '../orders/tables.ts';

const waves = defineTable('waves', { id: id('wav'), clerk: text(), created_at: time(), expires_at: time() });
export type WaveRow = RowOf<typeof waves>;

const waveOrders = defineTable('wave_orders', { order_id: id('ord'), wave_id: id('wav'), position: int() });

/** Units of a line that are still to ship; see unitsLeft. */
const LEFT = `(i.quantity - i.cancelled_quantity - CASE WHEN i.refunded_quantity > i.shipped_quantity
  THEN i.refunded_quantity ELSE i.shipped_quantity END)`;
const READY = `${TO_SHIP} AND o.held = 0`;
const NOT_PACKED = 'NOT EXISTS (SELECT 1 FROM packings k WHERE k.order_id = o.id AND k.complete_at IS NOT NULL)';

/** The clerk's wave that has not timed out and still has something to pick. */
export async function openWaveOf(db: Sql, clerk: string, now: Instant): Promise<WaveRow | undefined> {
  const sql = `SELECT ${waves.list('w')} FROM waves w WHERE w.clerk = ? AND w.expires_at > ? AND EXISTS (
    SELECT 1 FROM wave_orders x JOIN orders o ON o.id = x.order_id WHERE x.wave_id = w.id AND ${READY})
    ORDER BY w.created_at DESC LIMIT 1`;
  return (await db.select(waves, sql, [clerk, encodeTime(now)]))[0];
}

/** Orders of waves that have timed out are free again. */
export const freeTimedOutWaves = (db: Sql, now: Instant): Promise<number> =>
  db.run('DELETE FROM wave_orders WHERE wave_id IN (SELECT id FROM waves WHERE expires_at <= ?)', [encodeTime(now)]);

/** The oldest orders that are ready and in nobody's wave. */
export const ordersToPick = (db: Sql, limit: number): Promise<OrderRow[]> =>
  db.select(
    orders,
    `SELECT ${orders.list('o')} FROM orders o WHERE ${READY} AND NOT EXISTS (SELECT 1 FROM wave_orders x WHERE x.order_id = o.id)
       AND EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND ${LEFT} > 0)
     ORDER BY o.placed_at, o.id LIMIT ${limit}`,
  );

/** Writes a wave of these orders, in their order. */
export async function insertWave(db: Sql, wave: WaveRow, picked: readonly OrderRow[]): Promise<void> {
  await db.insert(waves, [wave]);
  await db.insert(
    waveOrders,
    picked.map((order, index) => ({ order_id: order.id, wave_id: wave.id, position: index + 1 })),
  );
}

/** The place of an order in a wave that is open. */
export async function placeInWave(db: Sql, orderId: Id<'ord'>, now: Instant): Promise<number | undefined> {
  const sql = `SELECT x.position FROM wave_orders x JOIN waves w ON w.id = x.wave_id
    WHERE x.order_id = ? AND w.expires_at > ?`;
  const [row] = await db.rows<{ position: number }>(sql, [idToBytes(orderId), encodeTime(now)]);
  return row && Number(row.position);
}

/** The next order of a wave that nobody has packed yet, after those that were. */
export async function nextToPack(
  db: Sql,
  wave_id: Id<'wav'>,
  except: string,
): Promise<{ readonly order_number: string; readonly position: number } | undefined> {
  const sql = `SELECT o.order_number, x.position FROM wave_orders x JOIN orders o ON o.id = x.order_id
    WHERE x.wave_id = ? AND o.order_number <> ? AND ${READY} AND ${NOT_PACKED} ORDER BY x.position LIMIT 1`;
  const [row] = await db.rows<{ order_number: string; position: number }>(sql, [idToBytes(wave_id), except]);
  return row && { order_number: row.order_number, position: Number(row.position) };
}

/** Ends a wave; how many orders it had. */
export async function endWave(db: Sql, wave_id: Id<'wav'>, now: Instant): Promise<number> {
  const gone = await db.remove(waveOrders, { wave_id });
  await db.update(waves, { expires_at: now }, { id: wave_id });
  return gone;
}

/** Takes away the orders of waves that ended before. */
export const sweepWaves = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'wave_orders', where: 'wave_id IN (SELECT id FROM waves WHERE expires_at < ?)', before });

/** One line of an order in a wave, as the statement gives it. */
export interface WaveLine {
  readonly order_number: string;
  readonly customer_name: string;
  readonly position: number;
  readonly sku: string;
  readonly name: string;
  readonly left_over: number;
  readonly bin: string | null;
  readonly barcode: string | null;
}

/** What is to pick in a wave, by the place of its orders. */
export async function waveLines(db: Sql, wave_id: Id<'wav'>): Promise<WaveLine[]> {
  const rows = await db.rows<WaveLine>(
    `SELECT o.order_number, o.customer_name, x.position, i.sku, i.name, ${LEFT} AS left_over, p.bin, p.barcode
     FROM wave_orders x JOIN orders o ON o.id = x.order_id JOIN order_items i ON i.order_id = o.id
     JOIN products p ON p.id = i.product_id WHERE x.wave_id = ? AND ${READY} AND ${LEFT} > 0 ORDER BY x.position, i.sku`,
    [idToBytes(wave_id)],
  );
  return rows.map((row) => ({ ...row, position: Number(row.position), left_over: Number(row.left_over) }));
}

export interface Wanted {
  readonly sku: string;
  /** The order at hand, which is not asked about. */
  readonly except: string;
  readonly clerk: string;
  readonly now: Instant;
}

/** An order that waits for a product; its place where it is in the clerk's own wave. */
export interface NeedingOrder {
  readonly order_number: string;
  readonly position: number | null;
}

/** A few orders that wait for this product: those of the clerk's own wave, else the oldest. */
export async function ordersNeeding(db: Sql, { sku, except, clerk, now }: Wanted): Promise<NeedingOrder[]> {
  const open = `${READY} AND ${NOT_PACKED} AND o.order_number <> ? AND i.sku = ? AND ${LEFT} > 0`;
  const mine = await db.rows<{ order_number: string; position?: number }>(
    `SELECT DISTINCT o.order_number, x.position FROM wave_orders x JOIN waves w ON w.id = x.wave_id JOIN orders o ON o.id = x.order_id
     JOIN order_items i ON i.order_id = o.id WHERE w.clerk = ? AND w.expires_at > ? AND ${open} ORDER BY x.position LIMIT 3`,
    [clerk, encodeTime(now), except, sku],
  );
  const found =
    mine.length > 0
      ? mine
      : await db.rows<{ order_number: string; position?: number }>(
          `SELECT o.order_number FROM order_items i JOIN products p ON p.id = i.product_id AND p.sku = ? JOIN orders o ON o.id = i.order_id
           WHERE ${open} ORDER BY o.placed_at LIMIT 3`,
          [sku, except, sku],
        );
  return found.map(({ order_number, position }) => ({ order_number, position: position ? Number(position) : null }));
}

/** Tracking number → the orders that it is on. */
export async function ordersTracked(db: Sql, numbers: readonly string[]): Promise<Map<string, Id<'ord'>[]>> {
  const used = new Map<string, Id<'ord'>[]>();
  if (numbers.length === 0) return used;
  const marks = numbers.map(() => '?').join(', ');
  const sql = `SELECT s.tracking_number, ${orders.list('o')} FROM shipments s JOIN orders o ON o.id = s.order_id WHERE s.tracking_number IN (${marks})`;
  for (const row of await db.rows(sql, numbers)) {
    const { id: orderId } = orders.decode(row);
    const number = String(row.tracking_number);
    used.set(number, [...(used.get(number) ?? []), orderId]);
  }
  return used;
}
