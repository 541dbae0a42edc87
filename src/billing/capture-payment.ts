import { z } from 'zod';
import type { Context, WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import { paymentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { getOrderRow, itemsOf, readParts } from '../orders/store.ts';
import type { OrderItemRow } from '../orders/tables.ts';
import { unitsAmount } from '../orders/totals.ts';
import { PermanentFailure } from '../outbox/permanent-failure.ts';
import { changePayment, findPayment, type PaymentRow } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';
import { requestRefund } from './request-refund.ts';
import { endAuthorization } from './watch-authorizations.ts';

/**
 * Takes authorized money when an order ships: all of it but what has been cancelled. Payments that are not authorized
 * are left alone, so repeating is safe. Throws PermanentFailure when goods have shipped whose money cannot be taken.
 */
export const capturePayment = defineUseCase({
  name: 'capture-payment',
  allow: ['system', 'staff'],
  input: z.strictObject({ payment_id: z.string() }),
  async run(context, input): Promise<void> {
    const id = parseId('pay', input.payment_id);
    const payment = id && (await findPayment(context.db, id));
    if (!payment) throw new Refusal('not_found', `There is no payment "${input.payment_id}".`);
    if (payment.status === 'voided') await requireNothingShipped(context, payment);
    if (payment.status !== 'authorized') return;
    const amount = amountDue(payment, await itemsOf(context.db, [payment.order_id]));
    const charge = await context.gateways.byCode(payment.gateway).capture(payment.id, amount);
    if (await endAuthorization(context, payment, charge)) throw tooLate();
    if (charge.status !== 'captured') {
      throw new Refusal('gateway_unavailable', `The gateway did not take the money: the charge is ${charge.status}.`);
    }
    await context.atomic('capture.settle', (cx) => settleCapture(cx, payment, amount));
  },
});

async function settleCapture(cx: WriteContext, payment: PaymentRow, amount: number): Promise<void> {
  const order = await getOrderRow(cx.db, { id: payment.order_id });
  const current = (await findPayment(cx.db, payment.id)) as PaymentRow;
  if (current.status !== 'authorized') return;
  const captured = await changePayment(cx.db, current, {
    status: 'captured',
    captured_amount: amount,
    authorized_until: null,
    updated_at: cx.now(),
  });
  // Lines cancelled while the gateway was being asked are paid back.
  const over = amount - amountDue(payment, await itemsOf(cx.db, [order.id]));
  if (over > 0) {
    await requestRefund(cx, captured, { amount: over, reason: 'cancelled before the payment was captured' });
  }
  const parts = await readParts(cx.db, order);
  await saveOrder(cx, order, {
    changes: { payment_status: paymentStatusOf(parts.payments, parts.refunds) },
    events: [{ kind: 'payment.captured', data: { amount } }],
  });
}

const tooLate = () =>
  new PermanentFailure('The authorization had run out when the order shipped; nothing can be taken any more.');

/** Throws when goods have left for which no money can be taken: somebody has to know. */
async function requireNothingShipped({ db }: Context, { order_id }: PaymentRow): Promise<void> {
  const order = await getOrderRow(db, { id: order_id });
  if (order.fulfillment_status !== 'unfulfilled') throw tooLate();
}

const amountDue = (payment: PaymentRow, items: readonly OrderItemRow[]): number =>
  payment.amount -
  items.reduce(
    (sum, item) => sum + unitsAmount({ ...item, cancelled_quantity: 0, refunded_quantity: 0 }, item.cancelled_quantity),
    0,
  );
