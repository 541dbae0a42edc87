/** What waits to be done, and what was given up: looking at outbox rows, setting them going again, dropping them. */
import { z } from 'zod';
import { actorLabel, type Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { mayBeDropped, OUTBOX_KINDS } from '../outbox/kinds.ts';
import { dropOutboxRow, type OutboxRow, outbox, reviveOutboxRows } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';

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

const CONDITIONS: Readonly<Record<JobState, string>> = {
  waiting: 'due_at IS NOT NULL',
  dead: 'dead_at IS NOT NULL',
  done: 'done_at IS NOT NULL',
};

const filters = {
  state: z.enum(JOB_STATES, { error: `must be one of: ${JOB_STATES.join(', ')}` }).default('waiting'),
  kind: z.enum(OUTBOX_KINDS, { error: `must be one of: ${OUTBOX_KINDS.join(', ')}` }).optional(),
  /** A part of the last error. */
  error: z.string().trim().min(1).max(200).optional(),
  limit: z.int().min(1).max(10_000).default(100),
};

const view = (row: OutboxRow): JobView => ({
  id: row.id,
  kind: row.kind,
  state: row.done_at ? 'done' : row.dead_at ? 'dead' : 'waiting',
  order_id: row.order_id,
  payload: row.payload,
  attempts: row.attempts,
  last_error: row.last_error,
  created_at: row.created_at,
  due_at: row.due_at,
  dead_at: row.dead_at,
  done_at: row.done_at,
});

/** Rows of one state, oldest first. */
export const listJobs = defineUseCase({
  name: 'list-jobs',
  allow: ['staff', 'system'],
  input: z.strictObject(filters),
  async run({ db }, { state, kind, error, limit }): Promise<JobView[]> {
    const conditions = [CONDITIONS[state], ...(kind ? ['kind = ?'] : []), ...(error ? ['last_error LIKE ?'] : [])];
    const params = [...(kind ? [kind] : []), ...(error ? [`%${error}%`] : [])];
    const sql = `SELECT ${outbox.list()} FROM outbox WHERE ${conditions.join(' AND ')} ORDER BY created_at, id LIMIT ${limit}`;
    return (await db.select(outbox, sql, params)).map(view);
  },
});

const oneId = z.strictObject({ id: z.string().trim().min(1, 'is needed') });

/** One row. Throws `not_found`. */
export const showJob = defineUseCase({
  name: 'show-job',
  allow: ['staff', 'system'],
  input: oneId,
  run: async (context, { id }): Promise<JobView> => view(await readRow(context, id)),
});

async function readRow({ db }: Context, text: string): Promise<OutboxRow> {
  const id = parseId('out', text);
  const row = id && (await db.findOne(outbox, { id }));
  if (!row) throw new Refusal('not_found', `There is no job "${text}"; orders jobs list shows them.`);
  return row;
}

/** Makes a row that waits or was given up due now, with all its attempts again. Throws `not_found`. */
export const retryJob = defineUseCase({
  name: 'retry-job',
  allow: ['staff', 'system'],
  input: oneId,
  async run(context, { id }): Promise<JobView> {
    const row = await readRow(context, id);
    if (row.done_at) throw new Refusal('transition_forbidden', `${row.id} has been done; it is not done again.`);
    await reviveOutboxRows(context.db, { id: row.id }, context.now());
    return view(await readRow(context, id));
  },
});

/**
 * Gives a row up for good: it counts as done, and who said so is kept in its last error. Money owed is never dropped.
 * Throws `not_found` and `transition_forbidden`.
 */
export const dropJob = defineUseCase({
  name: 'drop-job',
  allow: ['staff'],
  input: oneId,
  async run(context, { id }): Promise<JobView> {
    const row = await readRow(context, id);
    if (!mayBeDropped(row.kind)) {
      throw new Refusal(
        'transition_forbidden',
        `${row.kind} is about money and cannot be dropped; retry it, or settle it by hand.`,
      );
    }
    const last_error = `dropped by ${actorLabel(context.actor)}`;
    await dropOutboxRow(context.db, row.id, { now: context.now(), last_error });
    return view(await readRow(context, id));
  },
});
