/**
 * The outbox: what has to happen because something changed, written in the same transaction as the change. A row stays
 * open until its effect is done; jobs are only wake-ups for it, so an emptied job store loses nothing.
 */

import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, encodeTime, id, int, json, nullable, type RowOf, text, time } from '../database/table.ts';
import { type Id, idToBytes, newId } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import type { OutboxKind, PayloadOf } from './kinds.ts';
import { NOT_PAUSED } from './pauses.ts';

export const outbox = defineTable('outbox', {
  id: id('out'),
  kind: text<OutboxKind>(),
  dedupe_key: text(),
  order_id: nullable(id('ord')),
  payload: json<Readonly<Record<string, string>>>(),
  created_at: time(),
  /** When to try (again); empty once done or dead. */
  due_at: nullable(time()),
  /** When the relay made a job of it; empty while there is none, and from the moment somebody works on it. */
  posted_at: nullable(time()),
  lease_token: nullable(text()),
  lease_until: nullable(time()),
  attempts: int(),
  last_error: nullable(text()),
  done_at: nullable(time()),
  dead_at: nullable(time()),
});
export type OutboxRow = RowOf<typeof outbox>;

interface AnnouncementOf<K extends OutboxKind> {
  readonly kind: K;
  /** At most one row ever has this key: what makes "announce" safe to repeat. */
  readonly dedupe_key: string;
  /** Null for what belongs to no order. */
  readonly order_id: Id<'ord'> | null;
  readonly payload: PayloadOf<K>;
  /** Not before this; at once unless given. */
  readonly due_at?: Instant;
}

/** What is to be done, of any kind, with the payload of its kind. */
export type Announcement = { [K in OutboxKind]: AnnouncementOf<K> }[OutboxKind];

/** Writes rows whose dedupe keys are known to be new (they hold an id made in this transaction). */
export async function announce(db: Sql, now: Instant, announcements: readonly Announcement[]): Promise<void> {
  await db.insert(
    outbox,
    announcements.map((announcement) => ({
      ...announcement,
      id: newId('out'),
      created_at: now,
      due_at: announcement.due_at ?? now,
      posted_at: null,
      lease_token: null,
      lease_until: null,
      attempts: 0,
      last_error: null,
      done_at: null,
      dead_at: null,
    })),
  );
}

/** Whether something was ever announced under this key, and is still known. */
export const isAnnounced = async (db: Sql, dedupe_key: string): Promise<boolean> =>
  (await db.findOne(outbox, { dedupe_key })) !== undefined;

/** Whether what was announced under this key has been done. */
export const wasDone = async (db: Sql, dedupe_key: string): Promise<boolean> =>
  ((await db.findOne(outbox, { dedupe_key }))?.done_at ?? null) !== null;

export const findOutboxRow = (db: Sql, outboxId: Id<'out'>): Promise<OutboxRow | undefined> =>
  db.findOne(outbox, { id: outboxId });

/** How many rows of each kind are wanted at most. */
export type KindLimits = ReadonlyMap<OutboxKind, number>;

interface Slice {
  readonly condition: string;
  readonly params: readonly string[];
  readonly order: string;
  readonly limits: KindLimits;
}

/** Rows that somebody who looks now may work on, kind by kind: one kind's backlog hides no other's rows. */
function pickRows(db: Sql, now: Instant, slices: readonly Slice[]): Promise<OutboxRow[]> {
  const parts = slices.flatMap(({ condition, params, order, limits }) =>
    [...limits]
      .filter(([, limit]) => limit > 0)
      .map(([kind, limit]) => ({
        sql: `SELECT * FROM (SELECT ${outbox.list()} FROM outbox
          WHERE kind = '${kind}' AND ${condition} AND due_at <= ? AND ${NOT_PAUSED} ORDER BY ${order} LIMIT ${limit}) part`,
        params: [...params, encodeTime(now)],
      })),
  );
  if (parts.length === 0) return Promise.resolve([]);
  return db.select(
    outbox,
    parts.map(({ sql }) => sql).join(' UNION ALL '),
    parts.flatMap(({ params }) => params),
  );
}

/** Open rows that are due: first those whose worker died holding them, which have waited already, then the oldest. */
export const dueOutboxRows = (db: Sql, now: Instant, limits: KindLimits): Promise<OutboxRow[]> =>
  pickRows(db, now, [
    { condition: 'lease_until <= ?', params: [encodeTime(now)], order: 'lease_until', limits },
    { condition: 'lease_until IS NULL', params: [], order: 'due_at, id', limits },
  ]);

/**
 * Rows to make jobs of: those whose worker died, those whose job has not begun since `postedBefore` and may be lost, and
 * then, of each kind as many as there is `room` for, those that have no job yet.
 */
export function rowsToPost(
  db: Sql,
  {
    now,
    postedBefore,
    limits,
    room,
  }: { readonly now: Instant; readonly postedBefore: Instant; readonly limits: KindLimits; readonly room: KindLimits },
): Promise<OutboxRow[]> {
  const before = encodeTime(postedBefore);
  const orphaned = 'lease_until <= ? AND (posted_at IS NULL OR posted_at <= ?)';
  return pickRows(db, now, [
    { condition: orphaned, params: [encodeTime(now), before], order: 'lease_until', limits },
    { condition: 'lease_until IS NULL AND posted_at <= ?', params: [before], order: 'posted_at', limits },
    { condition: 'lease_until IS NULL AND posted_at IS NULL', params: [], order: 'due_at, id', limits: room },
  ]);
}

/** By kind, how many rows are jobs that nobody has begun. */
export async function countPosted(db: Sql): Promise<Map<OutboxKind, number>> {
  // Counted here: they are few, and to group them SQLite would walk through every row there ever was.
  const rows = await db.rows<{ kind: OutboxKind }>('SELECT kind FROM outbox WHERE posted_at IS NOT NULL');
  const counts = new Map<OutboxKind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/**
 * Marks a row as posted, if nobody else did meanwhile or began it. The relay does this before it makes the job, so that
 * one of several relays makes it, and it is made again should it be lost.
 */
export async function markPosted(db: Sql, { id: rowId, due_at, posted_at }: OutboxRow, now: Instant): Promise<boolean> {
  return (await db.update(outbox, { posted_at: now }, { id: rowId, due_at, posted_at })) > 0;
}

/** Takes back what has not begun: true when nobody will do it any more, or nobody was to. */
export async function withdraw(db: Sql, dedupe_key: string): Promise<boolean> {
  const gone = await db.run('DELETE FROM outbox WHERE dedupe_key = ? AND due_at IS NOT NULL AND attempts = 0', [
    dedupe_key,
  ]);
  return gone > 0 || !(await isAnnounced(db, dedupe_key));
}

/** Makes rows that wait or were given up due now, with all their attempts again; how many there were. */
export async function reviveOutboxRows(
  db: Sql,
  where: { readonly order_id?: Id<'ord'>; readonly id?: Id<'out'> },
  now: Instant,
): Promise<number> {
  const [column, value] = where.order_id ? ['order_id', where.order_id] : ['id', where.id as string];
  const sql = `UPDATE outbox SET due_at = ?, posted_at = NULL, dead_at = NULL, attempts = 0 WHERE ${column} = ? AND done_at IS NULL
    AND (lease_until IS NULL OR lease_until <= ?)`;
  return db.run(sql, [encodeTime(now), idToBytes(value), encodeTime(now)]);
}

/** Gives a row up for good, with a word about who did. */
export const dropOutboxRow = (
  db: Sql,
  id: Id<'out'>,
  { now, last_error }: { readonly now: Instant; readonly last_error: string },
): Promise<number> => db.update(outbox, { due_at: null, dead_at: null, done_at: now, last_error }, { id });

/** Takes away rows that were done before. */
export const sweepDoneRows = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'outbox', where: 'done_at < ?', before });

/**
 * Takes a person out of what an order owes: mails that have not left never do, and what mail servers said of addresses is
 * forgotten.
 */
export async function eraseFromOutbox(db: Sql, order_id: Id<'ord'>): Promise<void> {
  await db.run("DELETE FROM outbox WHERE order_id = ? AND kind = 'send-mail' AND due_at IS NOT NULL", [
    idToBytes(order_id),
  ]);
  await db.update(outbox, { last_error: null }, { order_id });
}

/** No row is a job any more, or in anybody's hands: all that are open are posted anew. */
export const repostAll = (db: Sql): Promise<number> =>
  db.run('UPDATE outbox SET posted_at = NULL, lease_token = NULL, lease_until = NULL WHERE due_at IS NOT NULL');
