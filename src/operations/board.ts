/** The shift board: how much waits for whom, in a few counts that stay cheap however many orders there are. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { encodeTime } from '../database/table.ts';
import { outboxDepth } from '../jobs/depth.ts';
import { plus, startOfDay } from '../lib/time.ts';
import { TO_SHIP } from '../orders/states.ts';
import { defineUseCase } from '../use-case.ts';
import { findStuck } from './stuck.ts';

export interface Board {
  /** Ready, and in nobody's wave. */
  readonly to_pick: number;
  /** In somebody's wave. */
  readonly in_waves: number;
  readonly late: number;
  readonly held: number;
  readonly pending: number;
  readonly stuck: number;
  readonly tracking_exceptions: number;
  readonly shipped_today: number;
  readonly placed_today: number;
  /** `failing` are tried again; `error` is why the last of them failed. */
  readonly mail: {
    readonly waiting: number;
    readonly failing: number;
    readonly error: string | null;
    readonly dead: number;
  };
  readonly jobs: { readonly waiting: number; readonly oldest_seconds: number };
}

/** The counts of this moment. */
export const showBoard = defineUseCase({
  name: 'show-board',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async run(context): Promise<Board> {
    const { db, now, settings } = context;
    const today = encodeTime(startOfDay(now()));
    const count = async (sql: string, ...params: unknown[]): Promise<number> => {
      const [row] = await db.rows<{ total: number }>(`SELECT COUNT(*) AS total FROM ${sql}`, params);
      return Number(row?.total ?? 0);
    };
    const inWaves = `wave_orders x JOIN waves w ON w.id = x.wave_id JOIN orders o ON o.id = x.order_id
      WHERE w.expires_at > ? AND ${TO_SHIP}`;
    const [ready, in_waves, late, held, pending, exceptions, shipped, placed] = [
      await count(`orders o WHERE ${TO_SHIP} AND o.held = 0`),
      await count(inWaves, encodeTime(now())),
      await count(`orders o WHERE ${TO_SHIP} AND o.placed_at < ?`, encodeTime(plus(now(), -settings.lateAfterMs))),
      await count('order_holds WHERE released_at IS NULL'),
      await count("orders WHERE status = 'pending'"),
      await count("shipments WHERE status IN ('exception', 'return_to_sender') AND next_poll_at IS NOT NULL"),
      await count('shipments WHERE shipped_at >= ?', today),
      await count('orders WHERE placed_at >= ?', today),
    ];
    return {
      to_pick: Math.max(0, ready - in_waves),
      in_waves,
      late,
      held,
      pending,
      stuck: (await findStuck(context, {})).length,
      tracking_exceptions: exceptions,
      shipped_today: shipped,
      placed_today: placed,
      ...(await background(context)),
    };
  },
});

const MAILS: ReadonlySet<string> = new Set(['send-mail', 'send-alert']);

async function background({ db }: Context): Promise<Pick<Board, 'mail' | 'jobs'>> {
  const { kinds, dead, oldestSeconds, lastError } = await outboxDepth(db);
  const failing = kinds.filter(({ kind }) => MAILS.has(kind)).reduce((sum, kind) => sum + kind.failing, 0);
  const waiting = (mail: boolean) =>
    kinds.filter(({ kind }) => MAILS.has(kind) === mail).reduce((sum, { open }) => sum + open, 0);
  return {
    mail: { waiting: waiting(true), failing, error: failing > 0 ? lastError : null, dead },
    jobs: { waiting: waiting(false), oldest_seconds: Math.round(oldestSeconds) },
  };
}
