/** How work went, by job and UTC day: what metrics and `orders jobs stats` tell of runs that are over. */
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, int, text } from '../database/table.ts';

export interface Tally {
  readonly done: number;
  /** Tries that failed and are made again. */
  readonly failed: number;
  /** Given up. */
  readonly dead: number;
  /** Begun by a worker that died, and taken over. */
  readonly rescued: number;
  /** All tries together, in milliseconds. */
  readonly busy_ms: number;
}

export const NO_TALLY: Tally = { done: 0, failed: 0, dead: 0, rescued: 0, busy_ms: 0 };

const tallies = defineTable('job_tallies', {
  job: text(),
  day: text(),
  done: int(),
  failed: int(),
  dead: int(),
  rescued: int(),
  busy_ms: int(),
});

export const addTallies = (one: Tally, other: Tally): Tally => ({
  done: one.done + other.done,
  failed: one.failed + other.failed,
  dead: one.dead + other.dead,
  rescued: one.rescued + other.rescued,
  busy_ms: one.busy_ms + other.busy_ms,
});

/** Adds what a worker did to the books of a day (`2026-01-31`). */
export async function bookTally(
  db: Sql,
  { job, day, more }: { readonly job: string; readonly day: string; readonly more: Tally },
): Promise<void> {
  const add = `UPDATE job_tallies SET done = done + ?, failed = failed + ?, dead = dead + ?, rescued = rescued + ?,
    busy_ms = busy_ms + ? WHERE job = ? AND day = ?`;
  const params = [more.done, more.failed, more.dead, more.rescued, more.busy_ms, job, day];
  if ((await db.run(add, params)) > 0) return;
  try {
    await db.insert(tallies, [{ job, day, ...more }]);
  } catch (error) {
    // Another worker made the row in this moment.
    if (!(error instanceof DuplicateKey)) throw error;
    await db.run(add, params);
  }
}

/** By job: everything, or what was booked on one day. */
export async function readTallies(db: Sql, day?: string): Promise<Map<string, Tally>> {
  const found = new Map<string, Tally>();
  for (const { job, day: _, ...tally } of await db.find(tallies, day ? { day } : {}))
    found.set(job, addTallies(found.get(job) ?? NO_TALLY, tally));
  return found;
}
