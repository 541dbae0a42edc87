/**
 * How often carriers may be asked. A carrier's calls of a day (UTC) are counted in the database, for all workers
 * together, and are spread over the day: at noon half of them may be used.
 */

import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { DAY, type Instant } from '../lib/time.ts';

export type CarrierBudgets = ReadonlyMap<string, number>;

const dayOf = (now: Instant): string => now.slice(0, 10);

/** Calls that may have been made by this time of the day. At least one, so that the day can begin. */
function allowedBy(now: Instant, perDay: number): number {
  const passed = (Date.parse(now) % DAY) / DAY;
  return Math.min(perDay, 1 + Math.floor(perDay * passed));
}

/** Calls that are left at this time of the day; Infinity when the carrier has no budget. */
export async function callsLeft(
  db: Sql,
  budgets: CarrierBudgets,
  { carrier, now }: { readonly carrier: string; readonly now: Instant },
): Promise<number> {
  const perDay = budgets.get(carrier);
  if (perDay === undefined) return Number.POSITIVE_INFINITY;
  const sql = 'SELECT calls FROM carrier_calls WHERE carrier = ? AND day = ?';
  const [row] = await db.rows<{ calls: number }>(sql, [carrier, dayOf(now)]);
  return Math.max(0, allowedBy(now, perDay) - Number(row?.calls ?? 0));
}

/** Takes one call, before it is made; false when there is none left. Of many that ask at once, as many get one as there are. */
export async function takeCall(
  db: Sql,
  budgets: CarrierBudgets,
  { carrier, now }: { readonly carrier: string; readonly now: Instant },
): Promise<boolean> {
  const perDay = budgets.get(carrier);
  if (perDay === undefined) return true;
  const key = [carrier, dayOf(now)];
  const take = () =>
    db.run('UPDATE carrier_calls SET calls = calls + 1 WHERE carrier = ? AND day = ? AND calls < ?', [
      ...key,
      allowedBy(now, perDay),
    ]);
  if ((await take()) > 0) return true;
  try {
    await db.run('INSERT INTO carrier_calls (carrier, day, calls) VALUES (?, ?, 0)', key);
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
  }
  return (await take()) > 0;
}

/** Takes away the counts of days before. */
export const sweepCarrierCalls = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'carrier_calls', where: 'day < ?', before });
