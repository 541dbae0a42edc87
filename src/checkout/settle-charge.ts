/**
 * What a charge's result does to its order: the one place in which money and an order's state meet. Checkout calls it
 * with the answer of the gateway, the worker with what the gateway says when asked.
 */

import { requestVoid } from '../billing/request-refund.ts';
import { advanceCart, clearCart, takeFromCart } from '../carts/store.ts';
import { actorLabel, type Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { storeOutcome } from '../idempotency/store.ts';
import { releaseStock } from '../inventory/store.ts';
import type { Id } from '../lib/ids.ts';
import { type Instant, MINUTE, plus, SECOND } from '../lib/time.ts';
import { mailAnnouncement, processAnnouncement } from '../orders/announcements.ts';
import { type SavedOrder, saveOrder } from '../orders/save-order.ts';
import { type OrderEvent, orderMachine } from '../orders/states.ts';
import { getOrderRow, readWhole, type WholeOrder } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { orderView } from '../orders/wire/view.ts';
import { type Announcement, announce } from '../outbox/store.ts';
import type { ChargeResult, ChargeTaken } from '../payments/gateway.ts';
import { changePayment, type PaymentRow } from '../payments/store.ts';
import type { CheckoutResult } from './contract.ts';
import type { PreparedOrder } from './prepare-order.ts';

export interface Settled {
  readonly order: OrderRow;
  readonly view: OrderView;
}

/** Why a payment came to nothing, when it was not the gateway that said no. */
export type GivenUp = { readonly status: 'given_up'; readonly reason: 'never_charged' | 'expired' };

export const declined = (decline_code: string): Refusal =>
  new Refusal('payment_declined', `The payment was declined (${decline_code}); nothing was taken. Try another card.`, {
    facts: { decline_code },
  });

/**
 * Writes what came of a payment, once: confirmed, failed, or waiting for the customer. Money that arrives for an order
 * that has ended meanwhile is recorded and sent back. Safe to call again with the same or a later result.
 */
export function settleCharge(
  context: Context,
  known: Pick<PreparedOrder, 'order' | 'payment'> & Partial<PreparedOrder>,
  charge: ChargeResult | GivenUp,
): Promise<Settled> {
  let first = true;
  return context.atomic('checkout.settle', async (tx) => {
    const whole =
      first && known.items && known.events ? freshlyPrepared(known as PreparedOrder) : await reload(tx, known.order.id);
    first = false;
    const payment = whole.payments.find(({ id }) => id === known.payment.id) as PaymentRow;
    return settleInside(context, tx, whole, payment, charge);
  });
}

/** Checkout has just written all of it: nothing needs to be read again, and the compare-and-swaps still hold it. */
const freshlyPrepared = ({ order, items, payment, events }: PreparedOrder): WholeOrder => ({
  order,
  items,
  payments: [payment],
  refunds: [],
  shipments: [],
  shipmentItems: [],
  events,
  notes: [],
  holds: [],
});

async function reload(tx: Tx, orderId: Id<'ord'>): Promise<WholeOrder> {
  return readWhole(tx, await getOrderRow(tx, { id: orderId }));
}

async function settleInside(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  payment: PaymentRow,
  charge: ChargeResult | GivenUp,
): Promise<Settled> {
  const open = whole.order.status === 'pending';
  const unsettled = payment.status === 'created' || payment.status === 'unknown';
  if (charge.status === 'authorized' || charge.status === 'captured') {
    if (open && unsettled) return confirm(context, tx, whole, payment, charge);
    if (unsettled || payment.status === 'failed') return lateCharge(context, tx, whole, payment, charge);
  } else if (open && unsettled) {
    if (charge.status === 'requires_action') return awaitCustomer(context, tx, whole, payment, charge);
    return undo(context, tx, whole, payment, charge);
  }
  return { order: whole.order, view: orderView(whole, 'customer') };
}

const taken = (payment: PaymentRow, charge: ChargeTaken): Partial<PaymentRow> => ({
  status: charge.status,
  captured_amount: charge.status === 'captured' ? payment.amount : 0,
  description: charge.description,
  next_action: null,
  next_check_at: null,
  authorized_until: charge.status === 'authorized' ? (charge.until ?? null) : null,
});

async function confirm(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  payment: PaymentRow,
  charge: ChargeTaken,
): Promise<Settled> {
  const now = context.now();
  const paid = await changePayment(tx, payment, { ...taken(payment, charge), updated_at: now });
  const saved = await move(context, tx, whole, 'payment_settled', {
    changes: { payment_status: charge.status === 'captured' ? 'paid' : 'authorized', confirmed_at: now },
    events: [
      {
        kind: charge.status === 'captured' ? 'payment.captured' : 'payment.authorized',
        data: { amount: payment.amount },
      },
      { kind: 'order.confirmed' },
    ],
  });
  await emptyCart(tx, whole);
  const { id } = saved.order;
  await announce(tx, now, [processAnnouncement(id), mailAnnouncement(id, 'order-confirmation', id)]);
  return finish(tx, whole, saved, paid, 'confirmed');
}

/** Everything *prepare* did is undone: stock given back, the cart free to be checked out again. */
async function undo(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  payment: PaymentRow,
  charge: Exclude<ChargeResult, ChargeTaken | { status: 'requires_action' }> | GivenUp,
): Promise<Settled> {
  const now = context.now();
  const code =
    charge.status === 'declined' ? charge.declineCode : charge.status === 'given_up' ? charge.reason : 'cancelled';
  const failed = await changePayment(tx, payment, {
    status: charge.status === 'voided' ? 'voided' : 'failed',
    decline_code: code,
    next_action: null,
    // A gateway that never heard of the charge is asked once more, much later, in case it was only slow.
    next_check_at: code === 'never_charged' ? plus(now, 10 * MINUTE) : null,
    updated_at: now,
  });
  const saved = await move(context, tx, whole, code === 'expired' ? 'expire' : 'payment_failed', {
    changes: { payment_status: failed.status === 'voided' ? 'voided' : 'failed' },
    events: [{ kind: 'payment.failed', data: { decline_code: code } }, { kind: 'order.failed' }],
  });
  const { order } = saved;
  await advanceCart(tx, order.cart_id, order.cart_version);
  // The customer who is still waiting for the answer reads it there; everybody else gets a mail.
  if (context.actor.kind !== 'customer')
    await announce(tx, now, [mailAnnouncement(order.id, 'payment-failed', order.id)]);
  await storeOutcome(tx, order.id, { refused: declined(code).toRecord() });
  await releaseStock(tx, whole.items, { order_id: order.id, actor: actorLabel(context.actor), at: now });
  return finish(tx, whole, saved, failed);
}

/** How often a payment that waits for its customer is asked about. */
const ACTION_CHECK_MS = 5 * SECOND;

async function awaitCustomer(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  payment: PaymentRow,
  charge: ChargeResult & { status: 'requires_action' },
): Promise<Settled> {
  const now = context.now();
  const told = payment.next_action !== null;
  const waiting = await changePayment(tx, payment, {
    next_action: charge.nextAction,
    next_check_at: plus(now, ACTION_CHECK_MS),
    updated_at: now,
  });
  const saved = told
    ? { order: whole.order, events: [] }
    : await saveOrder(context, tx, whole.order, {}, [{ kind: 'payment.action_required' }]);
  if (!told) await announce(tx, now, [actionMail(whole.order.id, now)]);
  return finish(tx, whole, saved, waiting, 'pending');
}

const ACTION_MAIL_MS = 2 * MINUTE;

/** For customers who have left the page that would lead them there; whoever approves at once gets no mail. */
const actionMail = (order: Id<'ord'>, now: Instant): Announcement => ({
  ...mailAnnouncement(order, 'payment-action', order),
  due_at: plus(now, ACTION_MAIL_MS),
});

/** Money for an order that has ended: recorded, and on its way back in the same transaction. */
async function lateCharge(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  payment: PaymentRow,
  charge: ChargeTaken,
): Promise<Settled> {
  const now = context.now();
  const late = await changePayment(tx, payment, { ...taken(payment, charge), updated_at: now });
  const saved = await saveOrder(
    context,
    tx,
    whole.order,
    { payment_status: charge.status === 'captured' ? 'paid' : 'authorized' },
    [{ kind: 'payment.late', data: { amount: payment.amount } }],
  );
  const pending = whole.refunds.some((refund) => refund.payment_id === payment.id && refund.kind === 'void');
  if (!pending) await requestVoid(context, tx, late, 'the order had ended when the money arrived');
  return finish(tx, whole, saved, late);
}

function move(
  context: Context,
  tx: Tx,
  whole: WholeOrder,
  event: OrderEvent,
  { changes, events }: { changes: Partial<OrderRow>; events: readonly NewEvent[] },
): Promise<SavedOrder> {
  const status = orderMachine.next(whole.order.status, event);
  if (!status) throw new Error(`${event} is not possible for a ${whole.order.status} order`);
  return saveOrder(context, tx, whole.order, { ...changes, status }, events);
}

/** What was bought leaves the cart; what the customer put in meanwhile stays. */
async function emptyCart(tx: Tx, { order, items }: WholeOrder): Promise<void> {
  if (await advanceCart(tx, order.cart_id, order.cart_version)) {
    await clearCart(tx, order.cart_id);
    return;
  }
  for (const item of items) await takeFromCart(tx, order.cart_id, item.product_id, item.quantity);
}

/** Stores the answer under the key that asked, if one did, and shows the order as it now stands. */
async function finish(
  tx: Tx,
  before: WholeOrder,
  saved: SavedOrder,
  payment: PaymentRow,
  outcome?: CheckoutResult['outcome'],
): Promise<Settled> {
  const whole = {
    ...before,
    order: saved.order,
    events: [...before.events, ...saved.events],
    payments: before.payments.map((held) => (held.id === payment.id ? payment : held)),
  };
  const view = orderView(whole, 'customer');
  if (outcome) await storeOutcome(tx, saved.order.id, { value: { outcome, order: view } });
  return { order: saved.order, view };
}
