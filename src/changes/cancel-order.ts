/**
 * Cancelling: one transaction that ends the order (or some lines of it), gives its stock back once and writes down the
 * refund; then the refund is tried at once, and by the worker until the gateway answers.
 */
import { requestRefund, requestVoid } from '../billing/request-refund.ts';
import { requireSecondPerson } from '../billing/second-person.ts';
import { tryRefunds } from '../billing/send-refund.ts';
import { advanceCart } from '../carts/store.ts';
import { actorLabel, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { fulfillmentStatusOf, unitsLeft } from '../orders/rules.ts';
import type { OrderChange } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { cancelItem, type OrderParts, readParts, releaseHolds } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import { type RefundRow, stopChecking } from '../payments/store.ts';
import { type CancelDecision, type CancelInput, cancelInput, decideCancel, refundOf } from './plan-cancel.ts';

/** A change whose refunds are still to be sent. */
export interface CancelChange extends OrderChange {
  readonly refunds: readonly Id<'rfd'>[];
}

/**
 * Cancels an order, or for staff some of its lines. A customer may until anything has shipped; cancelling twice returns
 * the first result. Throws `order_not_found`, `transition_forbidden`, `quantity_unavailable`, `stale_version`.
 */
export const cancelOrder = defineOrderWrite({
  name: 'cancel-order',
  allow: ['customer', 'staff'],
  input: cancelInput,
  prepare({ actor }, wanted) {
    if (actor.kind !== 'customer' || (!wanted.items && wanted.restock && !wanted.approved_by)) return;
    throw new Refusal(
      'not_allowed',
      'Only the whole order can be cancelled here; ask the shop to cancel a part of it.',
    );
  },
  isDone: (_cx, { status }) => status === 'cancelled',
  change: (cx, order, { input }) => cancelChange(cx, order, input),
  after: (context, change) => tryRefunds(context, change?.refunds ?? []),
});

/** Cancels inside a transaction: writes the refunds and the lines, and returns what becomes of the order. */
export async function cancelChange(cx: WriteContext, order: OrderRow, wanted: CancelInput): Promise<CancelChange> {
  const parts = await readParts(cx.db, order);
  const decision = decideCancel(parts, wanted, cx.actor);
  const amountBack = moneyBack(parts, decision);
  const agreed = await requireSecondPerson(cx, { ...parts, amount: amountBack, approved_by: wanted.approved_by });
  const refunds = await requestRefunds(cx, parts, { decision, reason: wanted.reason });
  for (const { item, quantity } of decision.lines) await cancelItem(cx.db, item.id, quantity);
  // An order that has ended is not on hold.
  if (decision.whole && order.held)
    await releaseHolds(cx.db, order.id, { released_by: actorLabel(cx.actor), released_at: cx.now() });
  const asked = refunds.map(
    ({ amount }): NewEvent => ({
      kind: 'refund.requested',
      data: { amount, ...(agreed ? { approved_by: agreed } : {}) },
    }),
  );
  // One mail for each cancellation: the order's own, or that of these lines.
  const cause = decision.whole ? order.id : (refunds[0]?.id ?? cx.newId('ntf'));
  const { changes, event } = decision.whole
    ? ended(cx, parts, wanted)
    : reduced(cx, parts, { decision, wanted, cause });
  // The cart of an order that was never paid can be checked out again.
  if (decision.whole && order.status === 'pending') await advanceCart(cx.db, order.cart_id, order.cart_version);
  return {
    changes,
    events: [event, ...asked],
    announcements: [mailAnnouncement(order.id, 'order-cancelled', cause)],
    stock: {
      move: wanted.restock ? 'release' : 'write_off',
      units: decision.lines.map(({ item, quantity }) => ({ product_id: item.product_id, quantity })),
    },
    refunds: refunds.map(({ id }) => id),
  };
}

/** What goes back of money that was taken; what was only authorized was never ours. */
const moneyBack = ({ payments }: OrderParts, decision: CancelDecision): number =>
  payments.filter(({ status }) => status === 'captured').reduce((sum, payment) => sum + refundOf(payment, decision), 0);

async function requestRefunds(
  cx: WriteContext,
  { payments }: OrderParts,
  { decision, reason }: { readonly decision: CancelDecision; readonly reason: string },
): Promise<RefundRow[]> {
  const refunds: RefundRow[] = [];
  for (const payment of payments) {
    const amount = refundOf(payment, decision);
    if (payment.status === 'captured' && amount > 0) {
      refunds.push(await requestRefund(cx, payment, { amount, reason }));
    } else if (decision.whole && ['authorized', 'created', 'unknown'].includes(payment.status)) {
      refunds.push(await requestVoid(cx, payment, reason));
      // From here on the void asks the gateway, until it has an answer.
      await stopChecking(cx.db, payment.id);
    }
  }
  return refunds;
}

interface Written {
  readonly changes: Partial<OrderRow>;
  readonly event: NewEvent;
}

const ended = (cx: WriteContext, { payments, order }: OrderParts, { reason }: CancelInput): Written => ({
  changes: {
    status: 'cancelled',
    cancel_reason: reason,
    cancelled_at: cx.now(),
    held: false,
    // Nothing was to pay for it, and now nothing ever is.
    payment_status: payments.length === 0 ? 'voided' : order.payment_status,
  },
  event: { kind: 'order.cancelled', data: { reason } },
});

/** The order goes on without some units; when all that is left has shipped, it has shipped. */
function reduced(
  cx: WriteContext,
  { order, items, shipments }: OrderParts,
  {
    decision,
    wanted,
    cause,
  }: { readonly decision: CancelDecision; readonly wanted: CancelInput; readonly cause: string },
): Written {
  const units = decision.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const lines = decision.lines.map(({ item, quantity }) => `${quantity} × ${item.name}`).join('\n');
  const left = items.map((item) => {
    const quantity = decision.lines.find((line) => line.item.id === item.id)?.quantity ?? 0;
    return { ...item, cancelled_quantity: item.cancelled_quantity + quantity };
  });
  const done = order.status === 'partially_shipped' && left.every((item) => unitsLeft(item) === 0);
  return {
    changes: {
      status: done ? (orderMachine.next(order.status, 'ship_all') ?? order.status) : order.status,
      fulfillment_status: fulfillmentStatusOf(left, shipments),
      ...(done ? { shipped_at: cx.now() } : {}),
    },
    event: { kind: 'order.lines_cancelled', data: { reason: wanted.reason, units, lines, cause } },
  };
}
