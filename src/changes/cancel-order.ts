/**
 * Cancelling: one transaction that ends the order (or some lines of it), gives its stock back once and writes down the
 * refund; then the refund is tried at once, and by the worker until the gateway answers.
 */
import { z } from 'zod';
import { requestRefund, requestVoid } from '../billing/request-refund.ts';
import { tryRefunds } from '../billing/send-refund.ts';
import { actorLabel, type Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKey, once } from '../idempotency/once.ts';
import { releaseStock, writeOffStock } from '../inventory/store.ts';
import type { Id } from '../lib/ids.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../orders/access.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { type ChosenLine, chooseLines, lineSelection } from '../orders/lines.ts';
import { showOrder } from '../orders/read/get-order.ts';
import { fulfillmentStatusOf, unitsLeft } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { cancelItem, type OrderParts, readParts, requireVersion } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import { cancelledAmount } from '../orders/totals.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { announce } from '../outbox/store.ts';
import { type PaymentRow, payments, type RefundRow } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';

const input = z.strictObject({
  order: orderReference,
  reason: z.string().trim().max(500).default('no reason given'),
  /** Only these; staff only. Everything that has not shipped unless given. */
  items: lineSelection.optional(),
  /** Whether the units can be sold again; staff only. */
  restock: z.boolean().default(true),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});
type CancelInput = Omit<z.output<typeof input>, 'idempotency_key'>;

/**
 * Cancels an order, or for staff some of its lines. A customer may until anything has shipped; cancelling twice returns
 * the first result. Throws `order_not_found`, `transition_forbidden`, `quantity_unavailable`, `stale_version`.
 */
export const cancelOrder = defineUseCase({
  name: 'cancel-order',
  allow: ['customer', 'staff'],
  input,
  async run(context, wanted): Promise<OrderView> {
    if (context.actor.kind === 'customer' && (wanted.items || !wanted.restock)) {
      throw new Refusal(
        'not_allowed',
        'Only the whole order can be cancelled here; ask the shop to cancel a part of it.',
      );
    }
    const show = () => showOrder(context, wanted.order);
    return once(context, 'cancel-order', wanted, {
      async run(claim) {
        const refundIds = await context.atomic('cancel.commit', async (tx) => {
          await claim(tx);
          return cancel(context, tx, wanted);
        });
        await tryRefunds(context, refundIds);
        return show();
      },
      show,
    });
  },
});

export interface CancelPlan {
  readonly order_number: string;
  readonly version: number;
  readonly currency: string;
  readonly whole: boolean;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** What goes back to the customer, in minor units; authorized money that is let go counts. */
  readonly refund: number;
}

/** What cancelling would do, without doing it. Throws what cancelling would throw. */
export const planCancel = defineUseCase({
  name: 'plan-cancel',
  allow: ['staff'],
  input,
  async run(context, wanted): Promise<CancelPlan> {
    const order = await getVisibleOrder(context.db, context.actor, wanted.order);
    const parts = await readParts(context.db, order);
    const { whole, lines } = decide(context, parts, wanted);
    const { order_number, version, currency } = order;
    return {
      order_number,
      version,
      currency,
      whole,
      lines: lines.map(({ item, quantity }) => ({ sku: item.sku, quantity })),
      refund: refundable(parts.payments, whole, lines),
    };
  },
});

interface Decision {
  /** The order ends; otherwise lines of an order that goes on. */
  readonly whole: boolean;
  readonly lines: readonly ChosenLine[];
}

/** Cancels inside a transaction; the refunds it returns are still to be sent. */
export async function cancel(context: Context, tx: Tx, wanted: CancelInput): Promise<Id<'rfd'>[]> {
  const order = await getVisibleOrder(tx, context.actor, wanted.order);
  if (order.status === 'cancelled') return [];
  await requireVersion(tx, order, wanted.expected_version);
  const parts = await readParts(tx, order);
  const decision = decide(context, parts, wanted);
  const refunds = await requestRefunds(context, tx, parts, decision, wanted.reason);
  for (const { item, quantity } of decision.lines) await cancelItem(tx, item.id, quantity);
  await endOrder(context, tx, parts, decision, wanted.reason, refunds);
  const cause = decision.whole ? order.id : (refunds[0]?.id ?? context.newId('ntf'));
  await announce(tx, context.now(), [mailAnnouncement(order.id, 'order-cancelled', cause)]);
  const needs = decision.lines.map(({ item, quantity }) => ({ product_id: item.product_id, quantity }));
  const stockCause = { order_id: order.id, actor: actorLabel(context.actor), at: context.now() };
  await (wanted.restock ? releaseStock : writeOffStock)(tx, needs, stockCause);
  return refunds.map(({ id }) => id);
}

function decide(context: Context, { order, items }: OrderParts, wanted: CancelInput): Decision {
  const may = orderMachine.can(order.status, 'cancel');
  const rest = order.status === 'partially_shipped' && context.actor.kind === 'staff';
  if (!may && !rest) throw tooLate(order);
  const lines = wanted.items
    ? chooseLines(items, wanted.items)
    : items.map((item) => ({ item, quantity: unitsLeft(item) }));
  const chosen = lines.filter(({ quantity }) => quantity > 0);
  const everything = items.every(
    (item) => unitsLeft(item) === (chosen.find((line) => line.item.id === item.id)?.quantity ?? 0),
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

/** What a cancellation gives back of one payment. */
function shareOf(payment: PaymentRow, { whole, lines }: Decision): number {
  const left = payment.captured_amount - payment.refunded_amount;
  if (whole) return left;
  const amount = lines.reduce((sum, { item, quantity }) => sum + cancelledAmount(item, quantity), 0);
  return Math.min(left, amount);
}

function refundable(all: readonly PaymentRow[], whole: boolean, lines: readonly ChosenLine[]): number {
  return all.reduce((sum, payment) => {
    if (payment.status === 'captured') return sum + shareOf(payment, { whole, lines });
    return sum + (whole && payment.status === 'authorized' ? payment.amount : 0);
  }, 0);
}

async function requestRefunds(
  context: Context,
  tx: Tx,
  parts: OrderParts,
  decision: Decision,
  reason: string,
): Promise<RefundRow[]> {
  const refunds: RefundRow[] = [];
  for (const payment of parts.payments) {
    const amount = shareOf(payment, decision);
    if (payment.status === 'captured' && amount > 0) {
      refunds.push(await requestRefund(context, tx, payment, amount, reason));
    } else if (decision.whole && ['authorized', 'created', 'unknown'].includes(payment.status)) {
      refunds.push(await requestVoid(context, tx, payment, reason));
      // From here on the void asks the gateway, until it has an answer.
      await tx.update(payments, { next_check_at: null }, { id: payment.id });
    }
  }
  return refunds;
}

async function endOrder(
  context: Context,
  tx: Tx,
  parts: OrderParts,
  { whole, lines }: Decision,
  reason: string,
  refunds: readonly RefundRow[],
): Promise<void> {
  const now = context.now();
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const asked = refunds.map(({ amount }): NewEvent => ({ kind: 'refund.requested', data: { amount } }));
  if (whole) {
    const events: NewEvent[] = [{ kind: 'order.cancelled', data: { reason } }, ...asked];
    const changes = { status: 'cancelled', cancel_reason: reason, cancelled_at: now } as const;
    await saveOrder(context, tx, parts.order, changes, events);
    return;
  }
  const left = parts.items.map((item) => {
    const quantity = lines.find((line) => line.item.id === item.id)?.quantity ?? 0;
    return { ...item, cancelled_quantity: item.cancelled_quantity + quantity };
  });
  const done = parts.order.status === 'partially_shipped' && left.every((item) => unitsLeft(item) === 0);
  const status = done ? (orderMachine.next(parts.order.status, 'ship_all') ?? parts.order.status) : parts.order.status;
  const changes = {
    status,
    fulfillment_status: fulfillmentStatusOf(left, parts.shipments),
    ...(done ? { shipped_at: now } : {}),
  };
  const events: NewEvent[] = [{ kind: 'order.lines_cancelled', data: { reason, units } }, ...asked];
  await saveOrder(context, tx, parts.order, changes, events);
}
