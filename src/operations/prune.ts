/** Taking away what nobody will ask for again: keys past their time, work that is done, waves that are over. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { encodeTime } from '../database/table.ts';
import { DAY, plus } from '../lib/time.ts';
import { defineUseCase } from '../use-case.ts';

/** Rows of one statement: it must not hold anybody up. */
const BATCH = 500;
const MOST_BATCHES = 200;

interface Broom {
  readonly table: string;
  /** `?` is the time before which rows go. */
  readonly where: string;
  readonly before: (context: Context) => string;
}

const longAgo = ({ now, settings }: Context): string => plus(now(), -settings.retentionMs);

const BROOMS: readonly Broom[] = [
  { table: 'idempotency_keys', where: 'expires_at < ?', before: ({ now }) => plus(now(), -DAY) },
  { table: 'outbox', where: 'done_at < ?', before: longAgo },
  { table: 'workers', where: 'seen_at < ?', before: ({ now }) => plus(now(), -DAY) },
  { table: 'carrier_calls', where: 'day < ?', before: longAgo },
  {
    table: 'wave_orders',
    where: 'wave_id IN (SELECT id FROM waves WHERE expires_at < ?)',
    before: ({ now }) => plus(now(), -DAY),
  },
];

/** Deletes in small steps, and stops after a while: what is left goes next time. How many rows went. */
export const prune = defineUseCase({
  name: 'prune',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ pruned: number }> {
    let pruned = 0;
    for (const broom of BROOMS) pruned += await sweep(context, broom);
    return { pruned };
  },
});

async function sweep(context: Context, { table, where, before }: Broom): Promise<number> {
  const { db } = context;
  const until = encodeTime(before(context));
  let gone = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    // SQLite deletes no limited number of rows, and MySQL takes no LIMIT in a subquery: each in its own way.
    const few =
      db.dialect === 'mysql'
        ? `DELETE FROM ${table} WHERE ${where} LIMIT ${BATCH}`
        : `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ${BATCH})`;
    const count = await db.run(few, [until]);
    gone += count;
    if (count < BATCH) return gone;
  }
  return gone;
}
