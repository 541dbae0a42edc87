/**
 * Idempotency keys. A key is claimed by inserting it, in the transaction that does the work; when the work is decided
 * its outcome is stored in the same row, and for 24 hours the same key with the same body gets that outcome again, byte
 * for byte. A key that is claimed but has no outcome belongs to a request that is still running, or that died and is
 * being finished by the worker.
 */

import { isDuplicate } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, encodeTime, id, json, nullable, type RowOf, text, time } from '../database/table.ts';
import { Refusal, type RefusalRecord } from '../errors.ts';
import { sleep } from '../lib/backoff.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import { DAY, type Instant, plus } from '../lib/time.ts';

const KEY_LIFETIME_MS = DAY;

/** How the work ended: with a value, or with a refusal that is as final. */
export type StoredOutcome = { readonly value: unknown } | { readonly refused: RefusalRecord };

export const idempotencyKeys = defineTable('idempotency_keys', {
  caller_id: id('usr'),
  idempotency_key: text(),
  fingerprint: text(),
  order_id: nullable(id('ord')),
  outcome: nullable(json<StoredOutcome>()),
  created_at: time(),
  expires_at: time(),
});
type KeyRow = RowOf<typeof idempotencyKeys>;

export interface Key {
  readonly caller_id: Id<'usr'>;
  readonly idempotency_key: string;
  /** SHA-256 of the request body in canonical form: the same key may not be used for another request. */
  readonly fingerprint: string;
}

const findKey = async (db: Sql, key: Key): Promise<KeyRow | undefined> => {
  const sql = `SELECT ${idempotencyKeys.list()} FROM idempotency_keys WHERE caller_id = ? AND idempotency_key = ?`;
  return (await db.select(idempotencyKeys, sql, [idToBytes(key.caller_id), key.idempotency_key]))[0];
};

/** Claims the key. Throws DuplicateKey (`idempotency_key` or the primary key) when it is taken. */
export const claimKey = (
  db: Sql,
  key: Key,
  { order_id, now }: { readonly order_id: Id<'ord'> | null; readonly now: Instant },
): Promise<void> =>
  db.insert(idempotencyKeys, [
    { ...key, order_id, outcome: null, created_at: now, expires_at: plus(now, KEY_LIFETIME_MS) },
  ]);

/** Whether an insert failed because this key is taken. */
export const isKeyTaken = (error: unknown): boolean =>
  isDuplicate(error, 'idempotency_key') || isDuplicate(error, 'PRIMARY');

/** Stores how the work on an order ended, under whatever key asked for it, unless an answer was given already. */
export async function storeOutcome(db: Sql, orderId: Id<'ord'>, outcome: StoredOutcome): Promise<void> {
  const sql = 'UPDATE idempotency_keys SET outcome = ? WHERE order_id = ? AND outcome IS NULL';
  await db.run(sql, [JSON.stringify(outcome), idToBytes(orderId)]);
}

/** Stores the answer to the request that claimed this key, unless there is one, and returns the one that is stored. */
export async function storeAnswer(db: Sql, key: Key, value: unknown): Promise<unknown> {
  const sql = 'UPDATE idempotency_keys SET outcome = ? WHERE caller_id = ? AND idempotency_key = ? AND outcome IS NULL';
  const params = [JSON.stringify({ value }), idToBytes(key.caller_id), key.idempotency_key];
  if ((await db.run(sql, params)) > 0) return value;
  const row = await findKey(db, key);
  return row?.outcome && 'value' in row.outcome ? row.outcome.value : value;
}

/** Stores a refusal under a key whose claim was rolled back with the work. Another claim meanwhile wins. */
export async function storeRefusal(
  db: Sql,
  key: Key,
  { refused, now }: { readonly refused: RefusalRecord; readonly now: Instant },
): Promise<void> {
  const row = { ...key, order_id: null, outcome: { refused }, created_at: now, expires_at: plus(now, KEY_LIFETIME_MS) };
  await db.insert(idempotencyKeys, [row]).catch((error) => {
    if (!isKeyTaken(error)) throw error;
  });
}

/** How long a second request waits for the first before it is sent away with `key_in_use`. */
const WAIT_MS = 15_000;
const POLL_MS = 25;

type Outcome = { readonly value: unknown };

/**
 * The stored outcome of this key, waiting for it while the first request runs; undefined when the key is free (a key
 * past its 24 hours is removed and free). When none comes, throws `key_in_use` — or, where a claim says that the effect
 * is there, returns `claimed`. Throws `key_reused`, and a stored refusal as it was.
 */
export async function findOutcome<Late extends 'claimed' | never = never>(
  db: Sql,
  key: Key,
  { now, late }: { readonly now: Instant; readonly late?: Late },
): Promise<Outcome | Late | undefined> {
  for (let waited = 0; ; waited += POLL_MS) {
    const row = await findKey(db, key);
    if (!row) return undefined;
    if (row.expires_at <= now) {
      await removeExpiredKey(db, key, now);
      return undefined;
    }
    if (row.fingerprint !== key.fingerprint) {
      throw new Refusal('key_reused', 'This Idempotency-Key was used for a request with another body; use a new key.');
    }
    if (row.outcome && 'refused' in row.outcome) throw Refusal.fromRecord(row.outcome.refused);
    if (row.outcome) return row.outcome;
    if (waited >= WAIT_MS) {
      if (late) return late;
      const detail = 'The first request with this Idempotency-Key has not finished; send it again in a few seconds.';
      throw new Refusal('key_in_use', detail, { facts: { retry_after: 5 } });
    }
    await sleep(POLL_MS);
  }
}

const removeExpiredKey = (db: Sql, key: Key, now: Instant): Promise<number> =>
  db.run('DELETE FROM idempotency_keys WHERE caller_id = ? AND idempotency_key = ? AND expires_at <= ?', [
    idToBytes(key.caller_id),
    key.idempotency_key,
    encodeTime(now),
  ]);

/** Takes away keys that ended before. */
export const sweepKeys = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'idempotency_keys', where: 'expires_at < ?', before });

/** Forgets the answers that a person was given, and those that anybody was given about an order of theirs. */
export async function eraseAnswers(
  db: Sql,
  { caller_id, order_ids }: { readonly caller_id: Id<'usr'>; readonly order_ids: readonly Id<'ord'>[] },
): Promise<void> {
  await db.remove(idempotencyKeys, { caller_id });
  for (const order_id of order_ids) {
    await db.remove(idempotencyKeys, { order_id });
    await db.run('DELETE FROM idempotency_keys WHERE outcome LIKE ?', [`%${order_id}%`]);
  }
}
