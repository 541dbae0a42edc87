/** Customers and staff: one table, told apart by role. */
import type { Sql } from '../database/sql.ts';
import { defineTable, flag, id, type RowOf, text, time } from '../database/table.ts';
import type { Id } from '../lib/ids.ts';

export type Role = 'customer' | 'admin';

export const users = defineTable('users', {
  id: id('usr'),
  email: text(),
  name: text(),
  role: text<Role>(),
  active: flag(),
  created_at: time(),
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
