/** How much is waiting: what metrics and the board show of the outbox and the job store. */
import type { Sql } from '../database/sql.ts';
import { SECOND } from '../lib/time.ts';

export interface OutboxDepth {
  /** `failing` are those that were tried and are tried again. */
  readonly kinds: readonly { readonly kind: string; readonly open: number; readonly failing: number }[];
  /** How long the row that is longest overdue has waited; 0 when none is due. */
  readonly oldestSeconds: number;
  /** Why the last one failed that is to be tried again. */
  readonly lastError: string | null;
  readonly dead: number;
}

/** Open rows by kind, the age of the oldest, and how many were given up. */
export async function outboxDepth(db: Sql): Promise<OutboxDepth> {
  const open = await db.rows<{ kind: string; open: number; failing: number; oldest: string; error: string | null }>(
    `SELECT kind, COUNT(*) AS open, COUNT(last_error) AS failing, MIN(due_at) AS oldest, MAX(last_error) AS error FROM outbox
     WHERE due_at IS NOT NULL GROUP BY kind ORDER BY kind`,
  );
  const [given] = await db.rows<{ dead: number }>('SELECT COUNT(*) AS dead FROM outbox WHERE dead_at IS NOT NULL');
  const oldest = open.map((row) => String(row.oldest)).sort()[0];
  return {
    kinds: open.map((row) => ({ kind: row.kind, open: Number(row.open), failing: Number(row.failing) })),
    lastError: open.find(({ error }) => error !== null)?.error ?? null,
    oldestSeconds: oldest ? Math.max(0, (Date.now() - Date.parse(`${oldest.replace(' ', 'T')}Z`)) / SECOND) : 0,
    dead: Number(given?.dead ?? 0),
  };
}

export interface JobCount {
  readonly name: string;
  readonly state: 'running' | 'due' | 'waiting' | 'paused';
  readonly count: number;
}

/** Jobs of the SQL store by name and state. */
export async function jobCounts(db: Sql): Promise<JobCount[]> {
  const rows = await db.rows<{ name: string; state: JobCount['state']; count: number }>(
    `SELECT name, state, COUNT(*) AS count FROM (SELECT name, CASE WHEN disabled = 1 THEN 'paused'
       WHEN locked_at IS NOT NULL THEN 'running' WHEN next_run_at <= ? THEN 'due' ELSE 'waiting' END AS state FROM jobs) j
     GROUP BY name, state ORDER BY name, state`,
    [Date.now()],
  );
  return rows.map(({ name, state, count }) => ({ name, state, count: Number(count) }));
}
