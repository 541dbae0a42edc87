/** When each repeating job last came round: what tells an operator that one has stopped, in whatever store jobs are. */
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, int, type RowOf, text, time } from '../database/table.ts';
import { type Instant, MINUTE, plus } from '../lib/time.ts';

const rounds = defineTable('job_rounds', { job: text(), every_ms: int(), last_at: time() });
type Round = RowOf<typeof rounds>;

/** A round may be late by so much, besides an interval of its own: workers are restarted, clocks differ. */
const SLACK_MS = 10 * MINUTE;

/** Writes that a job came round, or that a worker which does it began. */
export async function noteRound(db: Sql, { job, ...round }: Round): Promise<void> {
  if ((await db.update(rounds, round, { job })) > 0) return;
  try {
    await db.insert(rounds, [{ job, ...round }]);
  } catch (error) {
    // Another worker made the row in this moment.
    if (!(error instanceof DuplicateKey)) throw error;
  }
}

/** Jobs that should have come round by now and have not, and those of a clock that is ahead; longest silent first. */
export async function silentJobs(db: Sql, now: Instant): Promise<readonly Round[]> {
  const all = await db.find(rounds, {}, { order: [['last_at', 'ASC']] });
  return all.filter(
    ({ last_at, every_ms }) => plus(last_at, 2 * every_ms + SLACK_MS) < now || last_at > plus(now, SLACK_MS),
  );
}

/** Takes away jobs that nobody does any more. */
export const sweepRounds = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'job_rounds', where: 'last_at < ?', before });
