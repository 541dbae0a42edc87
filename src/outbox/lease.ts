/** Who works on a row of the outbox: taken for a while, kept while the work goes on, ended by the holder alone. */
import type { Sql } from '../database/sql.ts';
import { encodeTime } from '../database/table.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import { HOUR, type Instant, MINUTE, plus } from '../lib/time.ts';
import { NOT_PAUSED } from './pauses.ts';
import { type OutboxRow, outbox } from './store.ts';

/**
 * Takes the lease on a row as it was read: `token` owns it until `now + leaseMs`. Undefined when the row is done, dead or
 * in another worker's hands, when somebody was faster, or when its kind is paused.
 */
export async function leaseOutboxRow(
  db: Sql,
  row: OutboxRow,
  { token, now, leaseMs }: { readonly token: string; readonly now: Instant; readonly leaseMs: number },
): Promise<OutboxRow | undefined> {
  const { id: rowId, due_at, lease_until, attempts } = row;
  if (due_at === null || (lease_until !== null && lease_until > now)) return undefined;
  const until = plus(now, leaseMs);
  const sql = `UPDATE outbox SET lease_token = ?, lease_until = ?, due_at = ?, posted_at = NULL, attempts = attempts + 1
    WHERE id = ? AND due_at = ? AND (lease_until IS NULL OR lease_until <= ?) AND ${NOT_PAUSED}`;
  const at = encodeTime(until);
  const params = [token, at, at, idToBytes(rowId), encodeTime(due_at), encodeTime(now)];
  if ((await db.run(sql, params)) === 0) return undefined;
  return { ...row, lease_token: token, lease_until: until, due_at: until, posted_at: null, attempts: attempts + 1 };
}

/** Keeps a lease that is still held by `token`; 0 when it has been lost. */
export const renewOutboxLease = (
  db: Sql,
  outboxId: Id<'out'>,
  { token, now, leaseMs }: { readonly token: string; readonly now: Instant; readonly leaseMs: number },
): Promise<number> => {
  const until = plus(now, leaseMs);
  return db.update(outbox, { lease_until: until, due_at: until }, { id: outboxId, lease_token: token });
};

const release = { lease_token: null, lease_until: null } as const;

/** The effect is there. Only the lease holder can say so. */
export const finishOutboxRow = (
  db: Sql,
  outboxId: Id<'out'>,
  { token, now }: { readonly token: string; readonly now: Instant },
): Promise<number> =>
  db.update(outbox, { ...release, due_at: null, done_at: now, last_error: null }, { id: outboxId, lease_token: token });

/** It failed; `retryAt` undefined is for good (a dead letter). `attempts` are those that count. */
export const failOutboxRow = (
  db: Sql,
  outboxId: Id<'out'>,
  {
    token,
    failure,
  }: {
    readonly token: string;
    readonly failure: {
      readonly error: string;
      readonly now: Instant;
      readonly retryAt?: Instant;
      readonly attempts: number;
    };
  },
): Promise<number> =>
  db.update(
    outbox,
    {
      ...release,
      attempts: failure.attempts,
      last_error: failure.error.slice(0, 500),
      due_at: failure.retryAt ?? null,
      dead_at: failure.retryAt ? null : failure.now,
    },
    { id: outboxId, lease_token: token },
  );

/** No wait of ours is longer: what lies further ahead was written by a clock that was wrong. */
const LONGEST_WAIT_MS = 25 * HOUR;
/** Clocks of machines may differ by so much. */
const SLACK_MS = 5 * MINUTE;

/** Rows of a clock that was ahead are due now, whoever held them. Returns how many there were. */
export function pullBackOutbox(db: Sql, now: Instant): Promise<number> {
  const sql = `UPDATE outbox SET due_at = ?, posted_at = NULL, lease_token = NULL, lease_until = NULL
    WHERE due_at > ? AND (due_at > ? OR created_at > ?)`;
  const slack = encodeTime(plus(now, SLACK_MS));
  return db.run(sql, [encodeTime(now), slack, encodeTime(plus(now, LONGEST_WAIT_MS)), slack]);
}
