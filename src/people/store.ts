/** Customers and staff: one table, told apart by role. */

import { domainToASCII } from 'node:url';
import type { Sql } from '../database/sql.ts';
import { defineTable, flag, id, nullable, type RowOf, text, time } from '../database/table.ts';
import type { Id } from '../lib/ids.ts';

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

/**
 * Addresses as they are compared: ASCII letters in lower case, the domain in its ASCII form (IDNA). Other letters are left as
 * they are: folding them makes one address out of two, and gives somebody another's account.
 */
export function normalEmail(email: string): string {
  const text = email.trim();
  const at = text.lastIndexOf('@');
  const domain = domainToASCII(text.slice(at + 1));
  const address = at > 0 && domain !== '' ? `${text.slice(0, at)}@${domain}` : text;
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

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
