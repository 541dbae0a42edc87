/** Counting what this worker does, and booking it now and then: one small write for many jobs. */
import type { Sql } from '../src/database/sql.ts';
import { addTallies, bookTally, NO_TALLY, type Tally } from '../src/jobs/tallies.ts';

export interface JobTally {
  count(job: string, more: Partial<Tally>): void;
  /** Books what was counted since; what cannot be booked now is kept. `day` is `2026-01-31`. */
  book(db: Sql, day: string): Promise<void>;
}

export function createJobTally(): JobTally {
  const counted = new Map<string, Tally>();
  const count = (job: string, more: Partial<Tally>) => {
    counted.set(job, addTallies(counted.get(job) ?? NO_TALLY, { ...NO_TALLY, ...more }));
  };
  return {
    count,
    async book(db, day) {
      for (const job of [...counted.keys()]) {
        // Somebody else may be booking as well: what one has taken off, the other does not see.
        const tally = counted.get(job);
        if (!tally || !counted.delete(job)) continue;
        try {
          await bookTally(db, { job, day, more: tally });
        } catch (error) {
          count(job, tally);
          throw error;
        }
      }
    },
  };
}
