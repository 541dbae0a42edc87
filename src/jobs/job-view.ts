/** One job as people see it: its outbox row, in one of three states. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { type OutboxRow, outbox } from '../outbox/store.ts';

export const JOB_STATES = ['waiting', 'dead', 'done'] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface JobView {
  readonly id: Id<'out'>;
  readonly kind: string;
  readonly state: JobState;
  readonly order_id: Id<'ord'> | null;
  readonly payload: OutboxRow['payload'];
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly due_at: string | null;
  readonly dead_at: string | null;
  readonly done_at: string | null;
}

/** Paths and passwords of the addresses that messages go to are often secrets. */
const shownPayload = (payload: OutboxRow['payload']): OutboxRow['payload'] => {
  const { url } = payload as { readonly url?: unknown };
  return typeof url === 'string' && URL.canParse(url) ? { ...payload, url: `${new URL(url).origin}/…` } : payload;
};

export const jobView = (row: OutboxRow): JobView => ({
  id: row.id,
  kind: row.kind,
  state: row.done_at ? 'done' : row.dead_at ? 'dead' : 'waiting',
  order_id: row.order_id,
  payload: shownPayload(row.payload),
  attempts: row.attempts,
  last_error: row.last_error,
  created_at: row.created_at,
  due_at: row.due_at,
  dead_at: row.dead_at,
  done_at: row.done_at,
});

/** The input of what is done to one job. */
export const oneId = z.strictObject({ id: z.string().trim().min(1, 'is needed') });

/** Throws `not_found`. */
export async function findJob({ db }: Context, text: string): Promise<OutboxRow> {
  const id = parseId('out', text);
  const row = id && (await db.findOne(outbox, { id }));
  if (!row) throw new Refusal('not_found', `There is no job "${text}"; orders jobs list shows them.`);
  return row;
}
