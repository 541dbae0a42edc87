/**
 * What a charge's result does to its order: the one place in which money and an order's state meet. Checkout calls it
 * with the answer of the gateway, the worker with what the gateway says when asked.
 */
import { requestVoid } from '../billing/request-refund.ts';
import { advanceCart, clearCart, takeFromCart } from '../carts/store.ts';
import type { Context, WriteContext } from '../context.ts';
import { storeOutcome } from '../idempotency/store.ts';
import type { Id } from '../lib/ids.ts';
import { MINUTE, plus, SECOND } from '../lib/time.ts';
import { mailAnnouncement, processAnnouncement } from '../orders/announcements.ts';
import { type OrderChange, type SavedOrder, saveOrder } from '../orders/save-order.ts';
import { type OrderEvent, orderMachine } from '../orders/states.ts';
import { getOrderRow, readWhole, type WholeOrder } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { orderView } from '../orders/wire/view.ts';
import type { ChargeResult, ChargeTaken } from '../payments/gateway.ts';
import { changePayment, type PaymentRow } from '../payments/store.ts';
import type { CheckoutResult } from './contract.ts';
import { declined } from './declined.ts';
import type { PayableOrder, PreparedOrder } from './prepared.ts';
import { type ChargeOutcome, type ChargeRefused, declineCodeOf, settlementOf } from './rules.ts';

export interface Settled {
  readonly order: OrderRow;
  readonly view: OrderView;
}

/**
 * Writes what came of the payment of an order that was prepared a moment ago, once: confirmed, failed, or waiting for
 * the customer. Money that arrives for an order that has ended meanwhile is recorded and sent back.
 */
export function settleFresh(context: Context, prepared: PayableOrder, charge: ChargeResult): Promise<Settled> {
  // Just written, it need not be read again: the compare-and-swaps hold it. A transaction that runs again was too late.
  let known: WholeOrder | undefined = wholeOf(prepared);
  return context.atomic('checkout.settle', async (cx) => {
    const whole = known ?? (await reload(cx, prepared.order.id));
    known = undefined;
    return settle(cx, paidWith(whole, prepared.payment.id), charge);
  });
}

/** Confirms an order for which nothing is to pay: no gateway is asked. */
export const confirmFree = (context: Context, prepared: PreparedOrder): Promise<Settled> =>
  context.atomic('checkout.settle', async (cx) => {
    const whole = await reload(cx, prepared.order.id);
    if (whole.order.status !== 'pending') return { order: whole.order, view: orderView(whole, 'customer') };
    const saved = await confirmOrder(cx, whole.order, { payment_status: 'paid', events: [] });
    await emptyCart(cx, whole);
    return finish(cx, whole, { saved, outcome: 'confirmed' });
  });

/** The same for a payment that was stored earlier. Safe to call again with the same or a later result. */
export function settleStored(
  context: Context,
  { id, order_id }: Pick<PaymentRow, 'id' | 'order_id'>,
  charge: ChargeOutcome,
): Promise<Settled> {
  return context.atomic('checkout.settle', async (cx) => settle(cx, paidWith(await reload(cx, order_id), id), charge));
}

const wholeOf = ({ order, items, payment, events }: PayableOrder): WholeOrder => ({
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

const reload = async ({ db }: WriteContext, id: Id<'ord'>): Promise<WholeOrder> =>
  readWhole(db, await getOrderRow(db, { id }));

/** An order, and the payment of it that is being settled. */
interface Paid {
  readonly whole: WholeOrder;
  readonly payment: PaymentRow;
}

const paidWith = (whole: WholeOrder, paymentId: Id<'pay'>): Paid => ({
  whole,
  payment: whole.payments.find(({ id }) => id === paymentId) as PaymentRow,
});

/** What a settlement wrote; `outcome` is told to whoever asked for it. */
interface Written {
  readonly saved: SavedOrder;
  readonly payment?: PaymentRow;
  readonly outcome?: CheckoutResult['outcome'];
}

async function settle(cx: WriteContext, paid: Paid, charge: ChargeOutcome): Promise<Settled> {
  const { order } = paid.whole;
  switch (settlementOf(charge, order.status, paid.payment.status)) {
    case 'confirm':
      return finish(cx, paid.whole, await confirm(cx, paid, charge as ChargeTaken));
    case 'wait':
      return finish(
        cx,
        paid.whole,
        await awaitCustomer(cx, paid, charge as ChargeResult & { status: 'requires_action' }),
      );
    case 'fail':
      return finish(cx, paid.whole, await fail(cx, paid, charge as ChargeRefused));
    case 'send_back':
      return finish(cx, paid.whole, await sendBack(cx, paid, charge as ChargeTaken));
    case 'nothing':
      return { order, view: orderView(paid.whole, 'customer') };
  }
}

const taken = (payment: PaymentRow, charge: ChargeTaken): Partial<PaymentRow> => ({
  status: charge.status,
  captured_amount: charge.status === 'captured' ? payment.amount : 0,
  description: charge.description,
  next_action: null,
  next_check_at: null,
  authorized_until: charge.status === 'authorized' ? (charge.until ?? null) : null,
});

const paymentStatusAfter = (charge: ChargeTaken) => (charge.status === 'captured' ? 'paid' : 'authorized');

async function confirm(cx: WriteContext, { whole, payment }: Paid, charge: ChargeTaken): Promise<Written> {
  const paid = await changePayment(cx.db, payment, { ...taken(payment, charge), updated_at: cx.now() });
  const saved = await confirmOrder(cx, whole.order, {
    payment_status: paymentStatusAfter(charge),
    events: [{ kind: `payment.${charge.status}`, data: { amount: payment.amount } }],
  });
  await emptyCart(cx, whole);
  return { saved, payment: paid, outcome: 'confirmed' };
}

const confirmOrder = (
  cx: WriteContext,
  order: OrderRow,
  { payment_status, events }: Pick<OrderRow, 'payment_status'> & { readonly events: readonly NewEvent[] },
): Promise<SavedOrder> =>
  move(cx, order, {
    event: 'payment_settled',
    change: {
      changes: { payment_status, confirmed_at: cx.now() },
      events: [...events, { kind: 'order.confirmed' }],
      announcements: [processAnnouncement(order.id), mailAnnouncement(order.id, 'order-confirmation', order.id)],
    },
  });

/** Everything *prepare* did is undone: stock given back, the cart free to be checked out again. */
async function fail(cx: WriteContext, { whole, payment }: Paid, charge: ChargeRefused): Promise<Written> {
  const now = cx.now();
  const { id, cart_id, cart_version } = whole.order;
  const decline_code = declineCodeOf(charge);
  const failed = await changePayment(cx.db, payment, {
    status: charge.status === 'voided' ? 'voided' : 'failed',
    decline_code,
    next_action: null,
    // A gateway that never heard of the charge is asked once more, much later, in case it was only slow.
    next_check_at: decline_code === 'never_charged' ? plus(now, 10 * MINUTE) : null,
    updated_at: now,
  });
  await advanceCart(cx.db, cart_id, cart_version);
  await storeOutcome(cx.db, id, { refused: declined(decline_code).toRecord() });
  // The customer who is still waiting for the answer reads it there; everybody else gets a mail.
  const told = cx.actor.kind === 'customer';
  const saved = await move(cx, whole.order, {
    event: decline_code === 'expired' ? 'expire' : 'payment_failed',
    change: {
      changes: { payment_status: failed.status === 'voided' ? 'voided' : 'failed' },
      events: [{ kind: 'payment.failed', data: { decline_code } }, { kind: 'order.failed' }],
      announcements: told ? [] : [mailAnnouncement(id, 'payment-failed', id)],
      stock: { move: 'release', units: whole.items },
    },
  });
  return { saved, payment: failed };
}

/** How often a payment that waits for its customer is asked about. */
const ACTION_CHECK_MS = 5 * SECOND;
/** Whoever approves at once gets no mail; it is for customers who have left the page that would lead them there. */
const ACTION_MAIL_MS = 2 * MINUTE;

async function awaitCustomer(
  cx: WriteContext,
  { whole: { order }, payment }: Paid,
  charge: ChargeResult & { status: 'requires_action' },
): Promise<Written> {
  const now = cx.now();
  const waiting = await changePayment(cx.db, payment, {
    next_action: charge.nextAction,
    next_check_at: plus(now, ACTION_CHECK_MS),
    updated_at: now,
  });
  const told = payment.next_action !== null;
  if (told) return { saved: { order, events: [] }, payment: waiting, outcome: 'pending' };
  const mail = { ...mailAnnouncement(order.id, 'payment-action', order.id), due_at: plus(now, ACTION_MAIL_MS) };
  const saved = await saveOrder(cx, order, { events: [{ kind: 'payment.action_required' }], announcements: [mail] });
  return { saved, payment: waiting, outcome: 'pending' };
}

/** Money for an order that has ended: recorded, and on its way back in the same transaction. */
async function sendBack(cx: WriteContext, { whole, payment }: Paid, charge: ChargeTaken): Promise<Written> {
  const late = await changePayment(cx.db, payment, { ...taken(payment, charge), updated_at: cx.now() });
  const saved = await saveOrder(cx, whole.order, {
    changes: { payment_status: paymentStatusAfter(charge) },
    events: [{ kind: 'payment.late', data: { amount: payment.amount } }],
  });
  const voided = whole.refunds.some((refund) => refund.payment_id === payment.id && refund.kind === 'void');
  if (!voided) await requestVoid(cx, late, 'the order had ended when the money arrived');
  return { saved, payment: late };
}

function move(
  cx: WriteContext,
  order: OrderRow,
  { event, change }: { readonly event: OrderEvent; readonly change: OrderChange },
): Promise<SavedOrder> {
  const status = orderMachine.next(order.status, event);
  if (!status) throw new Error(`${event} is not possible for a ${order.status} order`);
  return saveOrder(cx, order, { ...change, changes: { ...change.changes, status } });
}

/** What was bought leaves the cart; what the customer put in meanwhile stays. */
async function emptyCart({ db }: WriteContext, { order: { cart_id, cart_version }, items }: WholeOrder): Promise<void> {
  if (await advanceCart(db, cart_id, cart_version)) {
    await clearCart(db, cart_id);
    return;
  }
  for (const item of items) await takeFromCart(db, cart_id, item);
}

/** Stores the answer under the key that asked, if one did, and shows the order as it now stands. */
async function finish(cx: WriteContext, before: WholeOrder, written: Written): Promise<Settled> {
  const { saved, payment, outcome } = written;
  const view = orderView(
    {
      ...before,
      order: saved.order,
      events: [...before.events, ...saved.events],
      payments: before.payments.map((earlier) => (payment && earlier.id === payment.id ? payment : earlier)),
    },
    'customer',
  );
  if (outcome) await storeOutcome(cx.db, saved.order.id, { value: { outcome, order: view } });
  return { order: saved.order, view };
}
