/** What is left of a person once they have been erased: a number that nobody can be found by. */
import type { Sql } from '../database/sql.ts';
import type { Instant } from '../lib/time.ts';
import { type UserRow, updateUser } from './store.ts';

/** What stands where something was that named a person. */
export const ERASED = 'erased';

/** An address that leads nowhere (RFC 2606), one for each person. */
export const erasedAddress = ({ id }: Pick<UserRow, 'id'>): string => `${id}@erased.invalid`;

/** Takes everything that names them out of their account, and closes it for good. */
export const eraseAccount = (db: Sql, user: UserRow, now: Instant): Promise<number> =>
  updateUser(db, user.id, {
    email: erasedAddress(user),
    name: ERASED,
    locale: null,
    subject: null,
    active: false,
    tokens_valid_from: now,
    access_changed_at: now,
  });
