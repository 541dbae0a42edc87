import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { idempotencyKey } from '../idempotency/keys.ts';
import { showMoney } from '../lib/money.ts';
import { expectedVersion } from '../orders/access.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { type ChosenLine, chooseLines, lineSelection } from '../orders/lines.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { fulfillmentStatusOf, unitsPaid } from '../orders/rules.ts';
import { readParts, refundItem } from '../orders/store.ts';
import type { OrderItemRow, OrderRow } from '../orders/tables.ts';
import { unitsAmount } from '../orders/totals.ts';
import type { PaymentRow } from '../payments/store.ts';
import { requestRefund } from './request-refund.ts';
import { approvedBy, requireSecondPerson } from './second-person.ts';
import { tryRefunds } from './send-refund.ts';

const input = z.strictObject({
  order: orderReference,
  amount: z
    .int('must be whole minor units')
    .min(1, 'must be more than zero')
    .optional()
    .meta({ description: "Minor units of the order's currency; or give `items`" }),
  items: lineSelection.optional().meta({ description: 'Units whose price and tax go back; or give `amount`' }),
  reason: z.string('is needed').trim().min(1, 'is needed').max(500),
  /** Who agrees, where the amount needs a second person. */
  approved_by: approvedBy,
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});

/**
 * Refunds a part of the captured money: an amount, or the price of some units. Refunds together never exceed what was
 * captured, however many are asked for at once. Throws `order_not_found`, `refund_too_large`, `quantity_unavailable`,
 * `second_person_needed`, `stale_version`.
 */
export const refundOrder = defineOrderWrite({
  name: 'refund-order',
  allow: ['staff'],
  input,
  prepare(_context, { amount, items }) {
    if ((amount === undefined) !== (items === undefined)) return;
    const detail = 'is needed, or items; not both';
    throw new Refusal('invalid_input', `amount ${detail}.`, { errors: [{ pointer: '/amount', detail }] });
  },
  async change(cx, order, { input: { amount: asked, items: selection, reason, approved_by } }) {
    const { payments, items, shipments } = await readParts(cx.db, order);
    const lines = selection ? chooseLines(items, selection, unitsPaid) : [];
    const amount = asked ?? lines.reduce((sum, { item, quantity }) => sum + unitsAmount(item, quantity), 0);
    const agreed = await requireSecondPerson(cx, { amount, order, payments, approved_by });
    for (const { item, quantity } of lines) await refundItem(cx.db, item.id, quantity);
    const events = [
      { kind: 'refund.requested', data: { amount, reason, ...(agreed ? { approved_by: agreed } : {}) } },
    ] as const;
    const changes = { fulfillment_status: fulfillmentStatusOf(items.map(withRefunded(lines)), shipments) };
    // Lines that cost nothing are given back without money.
    if (amount === 0) return { changes, events, refunds: [] };
    const refund = await requestRefund(cx, paymentFor(order, payments, amount), { amount, reason });
    return {
      changes,
      events,
      announcements: [mailAnnouncement(order.id, 'order-refunded', refund.id)],
      refunds: [refund.id],
    };
  },
  after: (context, change) => tryRefunds(context, change?.refunds ?? []),
});

/** The lines as they are once these units have been refunded. */
const withRefunded =
  (lines: readonly ChosenLine[]) =>
  (item: OrderItemRow): OrderItemRow => {
    const quantity = lines.find((line) => line.item.id === item.id)?.quantity ?? 0;
    return { ...item, refunded_quantity: item.refunded_quantity + quantity };
  };

/** The payment an amount goes back on: the first with enough left. Throws `refund_too_large` where nothing was taken. */
function paymentFor({ order_number, currency }: OrderRow, payments: readonly PaymentRow[], amount: number): PaymentRow {
  const captured = payments.filter(({ status }) => status === 'captured');
  const payment =
    captured.find(({ captured_amount, refunded_amount }) => captured_amount - refunded_amount >= amount) ?? captured[0];
  if (payment) return payment;
  throw new Refusal(
    'refund_too_large',
    `No money has been taken for ${order_number}, so ${showMoney(amount, currency)} cannot go back.`,
  );
}
