/** The shop's own timeline: who changed prices, people and settings. Orders have timelines of their own. */
import { LIKE_ESCAPE, likePattern } from '../database/like.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, id, json, type RowOf, text, time } from '../database/table.ts';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

const shopEvents = defineTable('shop_events', {
  id: id('evt'),
  verb: text(),
  actor: text(),
  facts: json<Facts>(),
  created_at: time(),
});
export type ShopEvent = RowOf<typeof shopEvents>;

type Tell = (input: never) => Facts | undefined;

const all: Tell = (input: Facts) => input;
const nothing: Tell = () => ({});
const person: Tell = ({ email, role }: { email: string; role?: string }) => ({ email, ...(role ? { role } : {}) });

/** What is kept of each verb that is told here; a verb that is not named is told elsewhere, or changes nothing. */
const TOLD: Readonly<Record<string, Tell>> = {
  'set-tax-rate': all,
  'drop-tax-rate': all,
  'set-shipping-rate': all,
  'drop-shipping-rate': all,
  'set-refund-limit': all,
  'drop-refund-limit': all,
  'import-catalog': ({ rows, dry_run }: { rows: readonly unknown[]; dry_run: boolean }) =>
    dry_run ? undefined : { rows: rows.length },
  'retire-product': all,
  'restore-product': all,
  'pause-job': all,
  'resume-job': all,
  'drop-job': all,
  'add-person': person,
  'update-person': nothing,
  'close-account': person,
  'reopen-account': person,
  'revoke-tokens': person,
  'suppress-address': nothing,
  'allow-address': nothing,
  'erase-person': ({ dry_run }: { dry_run: boolean }) => (dry_run ? undefined : {}),
  'mend-stock': nothing,
};

/** The event of a verb that was done; undefined for one that is not told here. */
export function shopEventOf(
  verb: string,
  input: unknown,
  { id: eventId, actor, created_at }: Pick<ShopEvent, 'id' | 'actor' | 'created_at'>,
): ShopEvent | undefined {
  const facts = TOLD[verb]?.(input as never);
  return facts && { id: eventId, verb, actor, facts, created_at };
}

export const insertShopEvent = (db: Sql, event: ShopEvent): Promise<void> => db.insert(shopEvents, [event]);

/** Newest first. */
export const newestShopEvents = (db: Sql, limit: number): Promise<ShopEvent[]> =>
  db.find(shopEvents, {}, { order: [['id', 'DESC']], limit });

/** Takes a person's address out of what is told of them. */
export const eraseFromJournal = (db: Sql, email: string): Promise<number> =>
  db.run(`UPDATE shop_events SET facts = '{}' WHERE LOWER(facts) LIKE ? ${LIKE_ESCAPE}`, [likePattern(`"${email}"`)]);
