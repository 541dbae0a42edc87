/** Customers and staff: one table, told apart by role. */
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, flag, id, nullable, type RowOf, text, time } from '../database/table.ts';
import { type Id, idFromBytes } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

export type Role = 'customer' | 'admin';

export const users = defineTable('users', {
  id: id('usr'),
  email: text(),
  name: text(),
  /** A code of src/languages; the shop's own while empty. */
  locale: nullable(text()),
  role: text<Role>(),
  active: flag(),
  created_at: time(),
  /** The `sub` of the issuer that signs them in, when it is not us. */
  subject: nullable(text()),
  /** Tokens issued before this are refused. */
  tokens_valid_from: nullable(time()),
  /** When `active`, `role` or `tokens_valid_from` last changed. */
  access_changed_at: nullable(time()),
});
export type UserRow = RowOf<typeof users>;

/** Addresses of people are compared in lower case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

export const findUser = async (db: Sql, userId: Id<'usr'>): Promise<UserRow | undefined> =>
  (await db.select(users, `SELECT ${users.list()} FROM users WHERE id = ?`, [users.encode({ id: userId }).id]))[0];

export const findUserByEmail = (db: Sql, email: string): Promise<UserRow | undefined> =>
  db.findOne(users, { email: normalEmail(email) });

export const listUsers = (db: Sql): Promise<UserRow[]> => db.find(users, {}, { order: [['email', 'ASC']] });

export const insertUser = (db: Sql, user: UserRow): Promise<void> => db.insert(users, [user]);

export const findUserBySubject = (db: Sql, subject: string): Promise<UserRow | undefined> =>
  db.findOne(users, { subject });

export const updateUser = (db: Sql, userId: Id<'usr'>, changes: Partial<UserRow>): Promise<number> =>
  db.update(users, changes, { id: userId });

/** Whose access has changed since then. */
export async function accessChangedSince(db: Sql, since: Instant): Promise<Id<'usr'>[]> {
  const rows = await db.rows<{ id: Buffer }>('SELECT id FROM users WHERE access_changed_at >= ?', [encodeTime(since)]);
  return rows.map(({ id: bytes }) => idFromBytes('usr', bytes));
}
