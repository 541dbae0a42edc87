/** How each kind of work is doing: what waits, for how long, what was done in the last day, what failed. */
import { z } from 'zod';
import { encodeTime } from '../database/table.ts';
import { DAY, plus, SECOND } from '../lib/time.ts';
import { OUTBOX_KINDS } from '../outbox/kinds.ts';
import { type JobPause, listPauses } from '../outbox/pauses.ts';
import { outbox } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { NO_TALLY, readTallies, type Tally } from './tallies.ts';
import { listWorkers, type WorkerView } from './workers.ts';

export interface KindStats {
  readonly job: string;
  readonly waiting: number;
  /** Waiting, and tried before. */
  readonly retrying: number;
  readonly dead: number;
  /** Age of the oldest that could have been done by now, in seconds; 0 when there is none. */
  readonly oldest_due_seconds: number;
  readonly done_last_day: number;
  /** From the cause to the effect, in seconds, of the latest thousand of that day. */
  readonly mean_seconds: number | null;
  /** Of this UTC day: tries that failed, and work taken over from workers that died. */
  readonly failed_today: number;
  readonly rescued_today: number;
  /** How long a try of today took, in seconds. */
  readonly mean_run_seconds: number | null;
}

export interface JobStats {
  readonly jobs: readonly KindStats[];
  /** Every job that is paused, also those that come round. */
  readonly paused: readonly JobPause[];
  readonly workers: readonly WorkerView[];
}

const LATEST = 1000;

export const jobStats = defineUseCase({
  name: 'work-stats',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async run({ db, now }): Promise<JobStats> {
    const count = async (condition: string, params: unknown[]): Promise<number> => {
      const rows = await db.rows<{ total: number }>(`SELECT COUNT(*) AS total FROM outbox WHERE ${condition}`, params);
      return Number(rows[0]?.total ?? 0);
    };
    const today = await readTallies(db, now().slice(0, 10));
    const jobs: KindStats[] = [];
    for (const job of OUTBOX_KINDS) {
      const dayAgo = encodeTime(plus(now(), -DAY));
      const [oldest] = await db.select(
        outbox,
        `SELECT ${outbox.list()} FROM outbox WHERE kind = ? AND due_at <= ? ORDER BY due_at LIMIT 1`,
        [job, encodeTime(now())],
      );
      const done = await db.select(
        outbox,
        `SELECT ${outbox.list()} FROM outbox WHERE kind = ? AND done_at >= ? ORDER BY done_at DESC LIMIT ${LATEST}`,
        [job, dayAgo],
      );
      const took = done.map((row) => Date.parse(row.done_at as string) - Date.parse(row.created_at));
      jobs.push({
        job,
        waiting: await count('kind = ? AND due_at IS NOT NULL', [job]),
        retrying: await count('kind = ? AND due_at IS NOT NULL AND attempts > 0', [job]),
        dead: await count('kind = ? AND dead_at IS NOT NULL', [job]),
        oldest_due_seconds: oldest ? (Date.parse(now()) - Date.parse(oldest.due_at as string)) / SECOND : 0,
        done_last_day: await count('kind = ? AND done_at >= ?', [job, dayAgo]),
        mean_seconds: took.length > 0 ? took.reduce((sum, ms) => sum + ms, 0) / took.length / SECOND : null,
        ...runsOf(today.get(job) ?? NO_TALLY),
      });
    }
    return { jobs, paused: await listPauses(db), workers: await listWorkers(db, now()) };
  },
});

function runsOf({ done, failed, dead, rescued, busy_ms }: Tally) {
  const runs = done + failed + dead;
  return {
    failed_today: failed + dead,
    rescued_today: rescued,
    mean_run_seconds: runs > 0 ? busy_ms / runs / SECOND : null,
  };
}
