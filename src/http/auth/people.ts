/**
 * The people behind tokens, remembered. Whoever changes something is looked up every time; whoever only reads is looked up
 * again after a fifth of a second, by a clock that nobody can set. So a change to somebody's access is seen in every process,
 * whatever the traffic and whatever the clocks of other machines say.
 */
import type { Sql } from '../../database/sql.ts';
import type { Id } from '../../lib/ids.ts';
import { findUser, type UserRow } from '../../people/store.ts';

export interface People {
  /** The person with this id as they are now, or, when `recent` will do, as of at most 200 ms ago. */
  find(db: Sql, id: Id<'usr'>, recent: boolean): Promise<UserRow | undefined>;
  /** Looks the person up again next time. */
  forget(id: Id<'usr'>): void;
}

const KEPT_MS = 200;
const MOST_KEPT = 20_000;

interface Known {
  readonly user: UserRow;
  readonly at: number;
}

export function createPeople(): People {
  const kept = new Map<Id<'usr'>, Known>();
  return {
    forget: (id) => void kept.delete(id),
    async find(db, id, recent) {
      const known = kept.get(id);
      if (recent && known && performance.now() - known.at < KEPT_MS) return known.user;
      // As old as the moment it was asked for, not the moment it was answered.
      const at = performance.now();
      const user = await findUser(db, id);
      if (kept.size >= MOST_KEPT) kept.clear();
      if (user) kept.set(id, { user, at });
      else kept.delete(id);
      return user;
    },
  };
}
