/** How much money one person may give back alone, and who may agree to more: one rule for refunds and cancellations. */
import { z } from 'zod';
import { accountOf, actorLabel, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { showMoney } from '../lib/money.ts';
import { DAY, plus } from '../lib/time.ts';
import type { OrderRow } from '../orders/tables.ts';
import { type PaymentRow, refundedBy } from '../payments/store.ts';
import { findUserByEmail } from '../people/store.ts';
import { useApproval } from './approvals.ts';
import { findRefundLimits } from './refund-limits.ts';

export const approvedBy = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .optional()
  .meta({ description: 'The mail address of another member of staff, who agrees, where one person may not decide' });

interface Asked {
  /** What is to go back now, in minor units of the order's currency. */
  readonly amount: number;
  readonly order: OrderRow;
  readonly payments: readonly PaymentRow[];
  readonly approved_by: string | undefined;
}

/**
 * Throws `second_person_needed` where this amount is above what one person may give back, of this order or within a day,
 * and no other active member of staff agrees. Customers and the program itself are not asked. Returns who agreed, where
 * somebody had to.
 */
export async function requireSecondPerson(cx: WriteContext, asked: Asked): Promise<string | undefined> {
  if (cx.actor.kind !== 'staff' || asked.amount === 0) return undefined;
  const above = await aboveLimit(cx, asked);
  if (above === undefined) return undefined;
  const asker = accountOf(cx.actor);
  // Whoever has signed in has a colleague who can: only on a command line a name has to do.
  if (asker !== undefined) {
    const approval = await useApproval(cx, asked.order.id, { amount: asked.amount, asker });
    if (approval) return approval.approved_by;
  }
  const fault = asker === undefined ? await whyNot(cx, asked.approved_by) : NEEDS_APPROVAL;
  if (fault === undefined) return asked.approved_by;
  throw new Refusal('second_person_needed', `${above.sentence}; ${fault}.`, { facts: { limit: above.limit } });
}

const NEEDS_APPROVAL = 'a colleague agrees with POST /orders/admin/{id}/approvals {"amount": …}, then ask for it again';

interface Above {
  readonly limit: number;
  readonly sentence: string;
}

/** Which limit it is above; undefined where it is within. A shop that has limits has one of 0 in every other currency. */
async function aboveLimit(cx: WriteContext, { amount, order, payments }: Asked): Promise<Above | undefined> {
  const { currency, order_number } = order;
  const limits = await findRefundLimits(cx.db);
  if (limits.length === 0) return undefined;
  const { per_order = 0, per_day = null } = limits.find((limit) => limit.currency === currency) ?? {};
  const above = (sum: number, what: string, limit: number): Above | undefined =>
    sum <= limit
      ? undefined
      : {
          limit,
          sentence: `${showMoney(sum, currency)} ${what} is more than the ${showMoney(limit, currency)} one person may give back`,
        };
  const before = payments.reduce((sum, { refunded_amount }) => sum + refunded_amount, 0);
  const ofOrder = above(before + amount, `of ${order_number}`, per_order);
  if (ofOrder || per_day === null) return ofOrder;
  const since = plus(cx.now(), -DAY);
  const ofDay = await refundedBy(cx.db, actorLabel(cx.actor), { currency, since });
  return above(ofDay + amount, 'within a day', per_day);
}

/** Why somebody cannot be the second person; undefined when they can. */
async function whyNot({ db, actor }: WriteContext, email: string | undefined): Promise<string | undefined> {
  if (email === undefined) return 'name who agrees';
  const person = await findUserByEmail(db, email);
  if (!person?.active || person.role !== 'admin') {
    return `${email} is no active member of staff (orders users list); name one by mail address`;
  }
  const own = [person.email, person.email.split('@')[0], person.name].some(
    (name) => name?.toLowerCase() === actor.name.toLowerCase(),
  );
  return own ? `${email} is yourself; somebody else has to agree` : undefined;
}
