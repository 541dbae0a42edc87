/** How much money one person may give back alone, and who may agree to more: one rule for refunds and cancellations. */
import { z } from 'zod';
import { accountOf, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { showMoney } from '../lib/money.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { PaymentRow } from '../payments/store.ts';
import { findUserByEmail } from '../people/store.ts';

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
 * Throws `second_person_needed` where this amount, together with all that has gone back of the order before, is above the
 * limit and no other active member of staff agrees. Customers and the program itself are not asked.
 */
export async function requireSecondPerson(cx: WriteContext, asked: Asked): Promise<void> {
  const limit = cx.settings.refundLimitMinor;
  const before = asked.payments.reduce((sum, { refunded_amount }) => sum + refunded_amount, 0);
  if (cx.actor.kind !== 'staff' || limit === 0 || asked.amount === 0 || before + asked.amount <= limit) return;
  const { currency, order_number } = asked.order;
  const fault = asked.approved_by === undefined ? 'name who agrees' : await whyNot(cx, asked.approved_by);
  if (fault === undefined) return;
  const [all, most] = [showMoney(before + asked.amount, currency), showMoney(limit, currency)];
  throw new Refusal(
    'second_person_needed',
    `${all} of ${order_number} is more than the ${most} one person may give back; ${fault}.`,
    { facts: { limit } },
  );
}

/** Why somebody cannot be the second person; undefined when they can. */
async function whyNot({ db, actor }: WriteContext, email: string): Promise<string | undefined> {
  const person = await findUserByEmail(db, email);
  if (!person?.active || person.role !== 'admin') {
    return `${email} is no active member of staff (orders users list); name one by mail address`;
  }
  const own = [person.email, person.email.split('@')[0], person.name].some(
    (name) => name?.toLowerCase() === actor.name.toLowerCase(),
  );
  return own || person.id === accountOf(actor) ? `${email} is yourself; somebody else has to agree` : undefined;
}
