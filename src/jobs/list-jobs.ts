/** What waits to be done, and what was given up. */
import { z } from 'zod';
import { OUTBOX_KINDS } from '../outbox/kinds.ts';
import { outbox } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { JOB_STATES, type JobState, type JobView, jobView } from './job-view.ts';

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

/** Rows of one state, oldest first. */
export const listJobs = defineUseCase({
  name: 'list-jobs',
  allow: ['staff', 'system'],
  input: z.strictObject(filters),
  async run({ db }, { state, kind, error, limit }): Promise<JobView[]> {
    const conditions = [CONDITIONS[state], ...(kind ? ['kind = ?'] : []), ...(error ? ['last_error LIKE ?'] : [])];
    const params = [...(kind ? [kind] : []), ...(error ? [`%${error}%`] : [])];
    const sql = `SELECT ${outbox.list()} FROM outbox WHERE ${conditions.join(' AND ')} ORDER BY created_at, id LIMIT ${limit}`;
    return (await db.select(outbox, sql, params)).map(jobView);
  },
});
