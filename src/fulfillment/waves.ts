/** Waves: some orders, oldest first, that one clerk picks together; locked to that clerk until the wave times out. */
import { z } from 'zod';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, id, int, type RowOf, text, time } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import { MINUTE, plus } from '../lib/time.ts';
import { TO_SHIP } from '../orders/states.ts';
import { orders } from '../orders/tables.ts';
import { defineWrite } from '../write.ts';

export const waves = defineTable('waves', { id: id('wav'), clerk: text(), created_at: time(), expires_at: time() });
export type WaveRow = RowOf<typeof waves>;

const waveOrders = defineTable('wave_orders', { order_id: id('ord'), wave_id: id('wav'), position: int() });

/** What is picked at one place: a product, how many, and for which orders. */
export interface Pick {
  readonly bin: string;
  readonly sku: string;
  readonly name: string;
  readonly barcode: string | null;
  readonly quantity: number;
  readonly orders: readonly { readonly order_number: string; readonly position: number; readonly quantity: number }[];
}

export interface Wave {
  readonly id: Id<'wav'>;
  readonly clerk: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly orders: readonly {
    readonly order_number: string;
    readonly position: number;
    readonly units: number;
    readonly customer: string;
  }[];
  /** In the order of bins: one walk through the warehouse. */
  readonly picks: readonly Pick[];
}

const READY = `${TO_SHIP} AND o.held = 0`;

/**
 * The clerk's wave: the one that is open, or a new one of the oldest orders that are ready and in nobody's wave.
 * Throws `nothing_to_pick` when nothing is ready.
 */
export const pickWave = defineWrite({
  name: 'pick-wave',
  allow: ['staff'],
  input: z.strictObject({
    size: z.int().min(1, 'must be at least 1').max(200, 'must be at most 200').default(20),
    minutes: z
      .int()
      .min(1)
      .max(24 * 60)
      .default(60),
  }),
  commit: async (cx, wanted): Promise<WaveRow> => (await openWave(cx)) ?? makeWave(cx, wanted),
  answer: (context, _wanted, wave): Promise<Wave> => showWave(context.db, wave as WaveRow),
});

/** Gives the clerk's open wave back: its orders can be picked by others. How many there were. */
export const dropWave = defineWrite({
  name: 'drop-wave',
  allow: ['staff'],
  input: z.strictObject({}),
  async commit(cx): Promise<number> {
    const wave = await openWave(cx);
    if (!wave) return 0;
    const gone = await cx.db.remove(waveOrders, { wave_id: wave.id });
    await cx.db.update(waves, { expires_at: cx.now() }, { id: wave.id });
    return gone;
  },
  answer: (_context, _wanted, gone = 0) => gone,
});

async function openWave({ db, actor, now }: Context): Promise<WaveRow | undefined> {
  const sql = `SELECT ${waves.list('w')} FROM waves w WHERE w.clerk = ? AND w.expires_at > ? AND EXISTS (
    SELECT 1 FROM wave_orders x JOIN orders o ON o.id = x.order_id WHERE x.wave_id = w.id AND ${READY})
    ORDER BY w.created_at DESC LIMIT 1`;
  return (await db.select(waves, sql, [actorLabel(actor), encodeTime(now())]))[0];
}

async function makeWave(cx: WriteContext, { size, minutes }: { size: number; minutes: number }): Promise<WaveRow> {
  const now = cx.now();
  // Orders of waves that have timed out are free again.
  await cx.db.run('DELETE FROM wave_orders WHERE wave_id IN (SELECT id FROM waves WHERE expires_at <= ?)', [
    encodeTime(now),
  ]);
  const ready = await cx.db.select(
    orders,
    `SELECT ${orders.list('o')} FROM orders o WHERE ${READY} AND NOT EXISTS (SELECT 1 FROM wave_orders x WHERE x.order_id = o.id)
     ORDER BY o.placed_at, o.id LIMIT ${size}`,
  );
  if (ready.length === 0)
    throw new Refusal('nothing_to_pick', 'Nothing is ready to pick; orders admin board shows what waits for what.');
  const wave: WaveRow = {
    id: cx.newId('wav'),
    clerk: actorLabel(cx.actor),
    created_at: now,
    expires_at: plus(now, minutes * MINUTE),
  };
  await cx.db.insert(waves, [wave]);
  await cx.db.insert(
    waveOrders,
    ready.map((order, index) => ({ order_id: order.id, wave_id: wave.id, position: index + 1 })),
  );
  return wave;
}

/** One line of an order in a wave, as the statement gives it. */
interface WaveLine {
  readonly order_number: string;
  readonly customer_name: string;
  readonly position: number;
  readonly sku: string;
  readonly name: string;
  readonly left_over: number;
  readonly bin: string | null;
  readonly barcode: string | null;
}

async function showWave(db: Sql, wave: WaveRow): Promise<Wave> {
  const left = 'i.quantity - i.shipped_quantity - i.cancelled_quantity';
  const rows = await db.rows<WaveLine>(
    `SELECT o.order_number, o.customer_name, x.position, i.sku, i.name, ${left} AS left_over, p.bin, p.barcode
     FROM wave_orders x JOIN orders o ON o.id = x.order_id JOIN order_items i ON i.order_id = o.id
     JOIN products p ON p.id = i.product_id WHERE x.wave_id = ? AND ${READY} AND ${left} > 0 ORDER BY x.position, i.sku`,
    [idToBytes(wave.id)],
  );
  const lines = rows.map((row) => ({ ...row, position: Number(row.position), left_over: Number(row.left_over) }));
  return { ...wave, orders: ordersOf(lines), picks: picksOf(lines) };
}

function ordersOf(lines: readonly WaveLine[]): Wave['orders'] {
  const numbers = [...new Set(lines.map(({ order_number }) => order_number))];
  return numbers.map((order_number) => {
    const own = lines.filter((line) => line.order_number === order_number);
    const [{ position, customer_name }] = own as [WaveLine];
    return {
      order_number,
      position,
      units: own.reduce((sum, { left_over }) => sum + left_over, 0),
      customer: customer_name,
    };
  });
}

/** Bins without a name come last. */
function picksOf(lines: readonly WaveLine[]): Wave['picks'] {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const picks = skus.map((sku): Pick => {
    const own = lines.filter((line) => line.sku === sku);
    const [{ bin, name, barcode }] = own as [WaveLine];
    return {
      bin: bin ?? '',
      sku,
      name,
      barcode,
      quantity: own.reduce((sum, { left_over }) => sum + left_over, 0),
      orders: own.map(({ order_number, position, left_over }) => ({ order_number, position, quantity: left_over })),
    };
  });
  const place = ({ bin, sku }: Pick) => `${bin === '' ? '~' : bin} ${sku}`;
  return picks.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
