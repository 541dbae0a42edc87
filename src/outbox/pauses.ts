/** Jobs that are paused: nobody begins them until they are resumed; what they owe waits in the outbox. */
import { actorLabel, type Context } from '../context.ts';
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, type RowOf, text, time } from '../database/table.ts';

const pauses = defineTable('job_pauses', { job: text(), paused_by: text(), paused_at: time() });
export type JobPause = RowOf<typeof pauses>;

/** A condition on outbox rows: their kind is not paused. */
export const NOT_PAUSED = 'kind NOT IN (SELECT job FROM job_pauses)';

export const listPauses = (db: Sql): Promise<JobPause[]> => db.find(pauses, {}, { order: [['job', 'ASC']] });

export const isPaused = async (db: Sql, job: string): Promise<boolean> =>
  (await db.findOne(pauses, { job })) !== undefined;

/** Pausing twice is pausing once. */
export async function pauseJob(context: Context, job: string): Promise<void> {
  const pause = { job, paused_by: actorLabel(context.actor), paused_at: context.now() };
  try {
    await context.db.insert(pauses, [pause]);
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
  }
}

/** Goes on at once: what was posted before the pause, and turned away, is posted anew. False when it was not paused. */
export async function resumeJob(db: Sql, job: string): Promise<boolean> {
  if ((await db.remove(pauses, { job })) === 0) return false;
  await db.run('UPDATE outbox SET posted_at = NULL WHERE posted_at IS NOT NULL AND kind = ?', [job]);
  return true;
}
