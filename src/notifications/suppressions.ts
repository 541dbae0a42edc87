/** Addresses that get no mail: dead ones, and people who asked. A mail to one of them is logged, and not sent. */
import { z } from 'zod';
import { actorLabel } from '../context.ts';
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, type RowOf, text, time } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { defineUseCase } from '../use-case.ts';

const suppressions = defineTable('mail_suppressions', {
  address: text(),
  reason: text(),
  suppressed_by: text(),
  suppressed_at: time(),
});
export type Suppression = RowOf<typeof suppressions>;

const address = z.email('must be a mail address').toLowerCase();

export const isSuppressed = async (db: Sql, recipient: string): Promise<boolean> =>
  (await db.findOne(suppressions, { address: recipient.toLowerCase() })) !== undefined;

/** Leaves an address out from now on. Doing it again keeps the first reason. */
export const suppressAddress = defineUseCase({
  name: 'suppress-address',
  allow: ['staff'],
  input: z.strictObject({ address, reason: z.string().trim().min(1, 'is needed').max(200) }),
  async run({ db, actor, now }, input): Promise<Suppression> {
    const row = { ...input, suppressed_by: actorLabel(actor), suppressed_at: now() };
    try {
      await db.insert(suppressions, [row]);
      return row;
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
      return (await db.findOne(suppressions, { address: input.address })) as Suppression;
    }
  },
});

/** Writes to an address again. Throws `not_found` when it was not left out. */
export const allowAddress = defineUseCase({
  name: 'allow-address',
  allow: ['staff'],
  input: z.strictObject({ address }),
  async run({ db }, input): Promise<void> {
    if ((await db.remove(suppressions, input)) > 0) return;
    throw new Refusal('not_found', `${input.address} is not left out; orders mail suppressed lists who is.`);
  },
});

/** Who is left out, latest first. */
export const listSuppressions = defineUseCase({
  name: 'list-suppressions',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  run: ({ db }): Promise<Suppression[]> =>
    db.find(suppressions, {}, { order: [['suppressed_at', 'DESC']], limit: 1000 }),
});

/** Takes an address out of the list. */
export const eraseSuppression = (db: Sql, email: string): Promise<number> =>
  db.remove(suppressions, { address: email.toLowerCase() });
