/** Jobs that are paused: nobody begins them until they are resumed; what they owe waits in the outbox. */
import type { Sql } from '../database/sql.ts';
import { defineTable, type RowOf, text, time } from '../database/table.ts';

const pauses = defineTable('job_pauses', { job: text(), paused_by: text(), paused_at: time() });
export type JobPause = RowOf<typeof pauses>;

/** A condition on outbox rows: their kind is not paused. */
export const NOT_PAUSED = 'kind NOT IN (SELECT job FROM job_pauses)';

export const listPauses = (db: Sql): Promise<JobPause[]> => db.find(pauses, {}, { order: [['job', 'ASC']] });

export const isPaused = async (db: Sql, job: string): Promise<boolean> =>
  (await db.findOne(pauses, { job })) !== undefined;

/** Pausing twice is pausing once: the first one stays. */
export async function insertPause(db: Sql, pause: JobPause): Promise<void> {
  if (!(await isPaused(db, pause.job))) await db.insert(pauses, [pause]);
}

/** Rows that were posted in the meantime are posted anew. False when it was not paused. */
export async function removePause(db: Sql, job: string): Promise<boolean> {
  if ((await db.remove(pauses, { job })) === 0) return false;
  await db.run('UPDATE outbox SET posted_at = NULL WHERE posted_at IS NOT NULL AND kind = ?', [job]);
  return true;
}
