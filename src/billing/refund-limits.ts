/**
 * How much money one person may give back alone: of one order, and within a day. Kept with the shop, not in the environment
 * of whoever types the command.
 */
import { z } from 'zod';
import { actorLabel } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, int, nullable, type RowOf, text, time } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { isCurrency } from '../lib/money.ts';
import { defineUseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';

export const refundLimits = defineTable('refund_limits', {
  currency: text(),
  /** Minor units. */
  per_order: int(),
  /** Minor units of all that one person gives back within 24 hours; no limit while empty. */
  per_day: nullable(int()),
  set_by: text(),
  set_at: time(),
});
export type RefundLimit = RowOf<typeof refundLimits>;

/** The shop's limits by currency; none at all lets anybody give back anything that was taken. */
export const findRefundLimits = (db: Sql): Promise<RefundLimit[]> =>
  db.find(refundLimits, {}, { order: [['currency', 'ASC']] });

const currency = z.string().trim().toUpperCase().refine(isCurrency, 'must be an ISO 4217 currency code');
const amount = z.int('must be whole minor units').min(0, 'must not be negative');

/** Sets the limit of a currency in place of the one there was. */
export const setRefundLimit = defineWrite({
  name: 'set-refund-limit',
  allow: ['staff', 'system'],
  input: z
    .strictObject({ currency, per_order: amount, per_day: amount.nullable().default(null) })
    .refine(({ per_order, per_day }) => per_day === null || per_day >= per_order, {
      path: ['per_day'],
      error: 'must be at least what may go back of one order',
    }),
  async commit(cx, input): Promise<RefundLimit> {
    const limit = { ...input, set_by: actorLabel(cx.actor), set_at: cx.now() };
    await cx.db.remove(refundLimits, { currency: input.currency });
    await cx.db.insert(refundLimits, [limit]);
    return limit;
  },
  answer: (_context, _input, limit) => limit as RefundLimit,
});

/** Takes the limit of a currency away. Throws `not_found` where there is none. */
export const dropRefundLimit = defineWrite({
  name: 'drop-refund-limit',
  allow: ['staff', 'system'],
  input: z.strictObject({ currency }),
  async commit(cx, input): Promise<void> {
    if ((await cx.db.remove(refundLimits, input)) > 0) return;
    throw new Refusal(
      'not_found',
      `There is no limit in ${input.currency}; orders config refund-limit shows those that are.`,
    );
  },
  answer: () => undefined,
});

/** Every limit, by currency. */
export const listRefundLimits = defineUseCase({
  name: 'list-refund-limits',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  run: ({ db }): Promise<RefundLimit[]> => findRefundLimits(db),
});
