/** Waves: some orders, oldest first, that one clerk picks together; locked to that clerk until the wave times out. */
import { z } from 'zod';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import { MINUTE, plus } from '../lib/time.ts';
import { defineUseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';
import {
  endWave,
  freeTimedOutWaves,
  insertWave,
  nextToPack,
  openWaveOf,
  ordersToPick,
  type WaveLine,
  type WaveRow,
  waveLines,
} from './store.ts';

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
    return endWave(cx.db, wave.id, cx.now());
  },
  answer: (_context, _wanted, gone = 0) => gone,
});

/** The next order of the clerk's open wave that is not packed yet; undefined when there is none. */
export const nextInWave = defineUseCase({
  name: 'next-in-wave',
  allow: ['staff'],
  input: z.strictObject({ except: z.string() }),
  async run(context, { except }) {
    const wave = await openWave(context);
    return wave && nextToPack(context.db, wave.id, except);
  },
});

const openWave = ({ db, actor, now }: Context): Promise<WaveRow | undefined> =>
  openWaveOf(db, actorLabel(actor), now());

async function makeWave(cx: WriteContext, { size, minutes }: { size: number; minutes: number }): Promise<WaveRow> {
  const now = cx.now();
  await freeTimedOutWaves(cx.db, now);
  const ready = await ordersToPick(cx.db, size);
  if (ready.length === 0)
    throw new Refusal('nothing_to_pick', 'Nothing is ready to pick; orders admin board shows what waits for what.');
  const wave: WaveRow = {
    id: cx.newId('wav'),
    clerk: actorLabel(cx.actor),
    created_at: now,
    expires_at: plus(now, minutes * MINUTE),
  };
  await insertWave(cx.db, wave, ready);
  return wave;
}

async function showWave(db: Sql, wave: WaveRow): Promise<Wave> {
  const lines = await waveLines(db, wave.id);
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
