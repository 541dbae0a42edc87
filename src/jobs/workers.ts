/** Which workers there are: each tells every few seconds that it lives, and takes its name off when it stops. */

import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, type RowOf, text, time } from '../database/table.ts';
import { type Instant, SECOND } from '../lib/time.ts';

const workers = defineTable('workers', {
  /** `host:pid` */
  name: text(),
  /** What it does, by name; all of them unless it was started for some. */
  jobs: text(),
  started_at: time(),
  seen_at: time(),
});
type WorkerRow = RowOf<typeof workers>;

export const HEARTBEAT_MS = 10 * SECOND;
/** One that has missed so many beats was killed, or its machine is gone. */
const DEAD_AFTER_MS = 25 * SECOND;

export interface WorkerView extends WorkerRow {
  readonly alive: boolean;
}

/** Writes that a worker lives. */
export async function signalAlive(db: Sql, worker: WorkerRow): Promise<void> {
  if ((await db.update(workers, { seen_at: worker.seen_at }, { name: worker.name })) === 0)
    await db.insert(workers, [worker]);
}

/** Signs a worker off, so that nobody reports it as dead. */
export const signOff = (db: Sql, name: string): Promise<number> => db.remove(workers, { name });

/** Everybody who has not left, longest serving first. */
export async function listWorkers(db: Sql, now: Instant): Promise<WorkerView[]> {
  const rows = await db.find(workers, {}, { order: [['started_at', 'ASC']] });
  const deadBefore = Date.parse(now) - DEAD_AFTER_MS;
  return rows.map((row) => ({ ...row, alive: Date.parse(row.seen_at) >= deadBefore }));
}

/** Takes away workers that were last seen before. */
export const sweepWorkers = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'workers', where: 'seen_at < ?', before });
