/** What a cancellation would do: decided in one place, for the plan that is shown first and for the act. */
import { z } from 'zod';
import { approvedBy } from '../billing/second-person.ts';
import type { Actor } from '../context.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKey } from '../idempotency/keys.ts';
import { expectedVersion, getVisibleOrder } from '../orders/access.ts';
import { type ChosenLine, chooseLines, lineSelection } from '../orders/lines.ts';
import { NO_REASON } from '../orders/reasons.ts';
import { orderReference } from '../orders/reference.ts';
import { unitsHeld } from '../orders/rules.ts';
import { orderMachine } from '../orders/states.ts';
import { type OrderParts, readParts } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import { unitsAmount } from '../orders/totals.ts';
import type { PaymentRow } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';

export const cancelInput = z.strictObject({
  order: orderReference,
  reason: z.string().trim().max(500).default(NO_REASON),
  /** Only these; staff only. Everything that has not shipped unless given. */
  items: lineSelection.optional(),
  /** Whether the units can be sold again; staff only. */
  restock: z.boolean().default(true),
  approved_by: approvedBy,
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});
export type CancelInput = Pick<z.output<typeof cancelInput>, 'reason' | 'items' | 'restock'> & {
  readonly approved_by?: string | undefined;
};

export interface CancelPlan {
  readonly order_number: string;
  readonly version: number;
  readonly currency: string;
  readonly whole: boolean;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** What goes back to the customer, in minor units; authorized money that is voided counts. */
  readonly refund: number;
}

/** What cancelling would do, without doing it. Throws what cancelling would throw. */
export const planCancel = defineUseCase({
  name: 'plan-cancel',
  allow: ['staff'],
  input: cancelInput,
  async run(context, wanted): Promise<CancelPlan> {
    const order = await getVisibleOrder(context, wanted.order);
    const parts = await readParts(context.db, order);
    const decision = decideCancel(parts, wanted, context.actor);
    const { order_number, version, currency } = order;
    return {
      order_number,
      version,
      currency,
      whole: decision.whole,
      lines: decision.lines.map(({ item, quantity }) => ({ sku: item.sku, quantity })),
      refund: refundable(parts.payments, decision),
    };
  },
});

export interface CancelDecision {
  /** The order ends; otherwise lines of an order that goes on. */
  readonly whole: boolean;
  readonly lines: readonly ChosenLine[];
}

/** Which lines end, and whether the order ends with them. Throws `transition_forbidden` and `quantity_unavailable`. */
export function decideCancel({ order, items }: OrderParts, wanted: CancelInput, actor: Actor): CancelDecision {
  const may = orderMachine.can(order.status, 'cancel');
  const rest = order.status === 'partially_shipped' && actor.kind === 'staff';
  if (!may && !rest) throw tooLate(order);
  const lines = wanted.items
    ? chooseLines(items, wanted.items, unitsHeld)
    : items.map((item) => ({ item, quantity: unitsHeld(item) }));
  const chosen = lines.filter(({ quantity }) => quantity > 0);
  const everything = items.every(
    (item) => unitsHeld(item) === (chosen.find((line) => line.item.id === item.id)?.quantity ?? 0),
  );
  if (!everything && order.status === 'pending') {
    throw new Refusal(
      'transition_forbidden',
      `${order.order_number} has not been paid yet: cancel all of it, or wait for the payment.`,
    );
  }
  return { whole: may && everything, lines: chosen };
}

function tooLate({ order_number, status }: OrderRow): Refusal {
  const shipped = status === 'shipped' || status === 'partially_shipped' || status === 'delivered';
  const detail = shipped
    ? `${order_number} has been ${status.replace('_', ' ')} and can no longer be cancelled; send it back instead.`
    : `${order_number} is ${status}; there is nothing left to cancel.`;
  return new Refusal('transition_forbidden', detail, { facts: { order_status: status } });
}

/** What a cancellation refunds of one payment, in minor units. */
export function refundOf(payment: PaymentRow, { whole, lines }: CancelDecision): number {
  const left = payment.captured_amount - payment.refunded_amount;
  if (whole) return left;
  const amount = lines.reduce((sum, { item, quantity }) => sum + unitsAmount(item, quantity), 0);
  return Math.min(left, amount);
}

function refundable(payments: readonly PaymentRow[], decision: CancelDecision): number {
  return payments.reduce((sum, payment) => {
    if (payment.status === 'captured') return sum + refundOf(payment, decision);
    return sum + (decision.whole && payment.status === 'authorized' ? payment.amount : 0);
  }, 0);
}
