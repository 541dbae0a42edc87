/**
 * The people behind tokens, remembered. Whoever changes something is looked up every time; whoever only reads is
 * remembered, and forgotten within a fifth of a second of a change to their access, in every process.
 */

import type { Sql } from '../../database/sql.ts';
import type { Id } from '../../lib/ids.ts';
import { plus, SECOND, toInstant } from '../../lib/time.ts';
import { accessChangedSince, findUser, type UserRow } from '../../people/store.ts';

export interface People {
  /** The person with this id as they are now, or, when `recent` will do, as of at most 200 ms ago. */
  find(db: Sql, id: Id<'usr'>, recent: boolean): Promise<UserRow | undefined>;
  /** Looks the person up again next time. */
  forget(id: Id<'usr'>): void;
}

const LOOK_EVERY_MS = 200;
/** Changes are looked for this far back: clocks of several machines differ. */
const OVERLAP_MS = 30 * SECOND;
const MOST_KEPT = 20_000;

export function createPeople(now: () => number): People {
  const kept = new Map<Id<'usr'>, UserRow>();
  let lookedAt = 0;
  let looking: Promise<void> | undefined;

  async function forgetChanged(db: Sql): Promise<void> {
    const since = plus(toInstant(now()), -OVERLAP_MS);
    for (const id of await accessChangedSince(db, since)) kept.delete(id);
    lookedAt = performance.now();
  }

  async function remembered(db: Sql, id: Id<'usr'>): Promise<UserRow | undefined> {
    if (performance.now() - lookedAt > LOOK_EVERY_MS) {
      looking ??= forgetChanged(db).finally(() => {
        looking = undefined;
      });
      await looking;
    }
    return kept.get(id);
  }

  return {
    forget: (id) => void kept.delete(id),
    async find(db, id, recent) {
      const known = recent ? await remembered(db, id) : undefined;
      if (known) return known;
      const user = await findUser(db, id);
      if (kept.size >= MOST_KEPT) kept.clear();
      if (user) kept.set(id, user);
      return user;
    },
  };
}
