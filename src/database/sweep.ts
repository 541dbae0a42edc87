/** Deleting much in small steps, so that nobody waits for it. */
import type { Instant } from '../lib/time.ts';
import type { Sql } from './sql.ts';
import { encodeTime } from './table.ts';

/** Rows of one statement: it must not hold anybody up. */
const BATCH = 500;
const MOST_BATCHES = 200;

interface Sweep {
  readonly table: string;
  /** Which rows go; `?` is the time. */
  readonly where: string;
  readonly before: Instant;
}

/** Stops after a while: what is left goes next time. How many rows went. */
export async function deleteInSteps(db: Sql, { table, where, before }: Sweep): Promise<number> {
  let gone = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    // SQLite deletes no limited number of rows, and MySQL takes no LIMIT in a subquery: each in its own way.
    const few =
      db.dialect === 'mysql'
        ? `DELETE FROM ${table} WHERE ${where} LIMIT ${BATCH}`
        : `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ${BATCH})`;
    const count = await db.run(few, [encodeTime(before)]);
    gone += count;
    if (count < BATCH) return gone;
  }
  return gone;
}
