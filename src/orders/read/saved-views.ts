/** Saved views: options of the order list under a name, shared by everybody. */
import { z } from 'zod';
import { actorLabel } from '../../context.ts';
import type { Sql } from '../../database/sql.ts';
import { defineTable, json, text, time } from '../../database/table.ts';
import { Refusal } from '../../errors.ts';
import { defineUseCase } from '../../use-case.ts';
import { defineWrite } from '../../write.ts';

export type ViewOptions = Readonly<Record<string, string | boolean>>;

const savedViews = defineTable('saved_views', {
  name: text(),
  options: json<ViewOptions>(),
  saved_by: text(),
  saved_at: time(),
});

const name = z
  .string()
  .trim()
  .regex(/^[\w-]{1,64}$/, 'must be letters, digits, - and _, 64 at most');

/** Saves options under a name, in place of what was there. */
export const saveView = defineWrite({
  name: 'save-view',
  allow: ['staff'],
  input: z.strictObject({ name, options: z.record(z.string(), z.union([z.string(), z.boolean()])) }),
  async commit({ db, actor, now }, { name: wanted, options }): Promise<void> {
    await db.remove(savedViews, { name: wanted });
    await db.insert(savedViews, [{ name: wanted, options, saved_by: actorLabel(actor), saved_at: now() }]);
  },
  answer: () => {},
});

/** The options of a view. Throws `not_found`, naming the views there are. */
export const readView = defineUseCase({
  name: 'read-view',
  allow: ['staff'],
  input: z.strictObject({ name }),
  async run({ db }, { name: wanted }): Promise<ViewOptions> {
    const all = await db.find(savedViews, {}, { order: [['name', 'ASC']] });
    const found = all.find((view) => view.name === wanted);
    if (found) return found.options;
    const known =
      all.length > 0 ? `there are: ${all.map((view) => view.name).join(', ')}` : 'save one with --save NAME';
    throw new Refusal('not_found', `There is no view called "${wanted}"; ${known}.`);
  },
});

/** Takes views away that ask for a person: by one of their addresses, or by their name or a part of it. */
export async function eraseViews(
  db: Sql,
  { addresses, name: personName }: { readonly addresses: readonly string[]; readonly name: string },
): Promise<void> {
  const whole = personName.toLowerCase();
  const words = whole.split(/\s+/).filter((word) => word.length >= 3);
  const theirs = new Set([...addresses.map((address) => address.toLowerCase()), whole, ...words]);
  const asksForThem = (value: unknown) => theirs.has(String(value).trim().toLowerCase());
  for (const { name: view, options } of await db.find(savedViews, {})) {
    if (Object.values(options).some(asksForThem)) await db.remove(savedViews, { name: view });
  }
}
