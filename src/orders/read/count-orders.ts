/**
 * How many orders match, without reading millions of them: counting stops at a limit, and a large count is remembered
 * for a few seconds.
 */
import type { Sql } from '../../database/sql.ts';
import { type Condition, paramsOf, whereOf } from './filters.ts';

/** Counting stops here. */
export const COUNT_LIMIT = 10_000;

export interface Count {
  readonly total: number;
  /** False when there are more than `total`. */
  readonly exact: boolean;
}

/** Small counts are cheap and matter to the last order; these are neither. */
const WORTH_KEEPING = 1000;
const KEEP_MS = 5000;
const MOST_KEPT = 500;

interface Kept extends Count {
  readonly until: number;
}

const keptBy = new WeakMap<Sql, Map<string, Kept>>();

/** The count of the orders that match all conditions. */
export async function countOrders(db: Sql, conditions: readonly Condition[]): Promise<Count> {
  const kept = keptBy.get(db) ?? new Map<string, Kept>();
  keptBy.set(db, kept);
  const key = JSON.stringify(conditions);
  const known = kept.get(key);
  if (known && known.until > Date.now()) return known;
  const sql = `SELECT COUNT(*) AS total FROM (SELECT 1 FROM orders o ${whereOf(conditions)} LIMIT ${COUNT_LIMIT + 1}) c`;
  const [row] = await db.rows<{ total: number }>(sql, paramsOf(conditions));
  const found = Number(row?.total ?? 0);
  const count = { total: Math.min(found, COUNT_LIMIT), exact: found <= COUNT_LIMIT };
  if (kept.size >= MOST_KEPT) kept.clear();
  if (found >= WORTH_KEEPING) kept.set(key, { ...count, until: Date.now() + KEEP_MS });
  return count;
}
