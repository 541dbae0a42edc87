/** Writing down that money has to go back. Sending it is send-refund's, and happens outside transactions. */
import { actorLabel, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { showMoney } from '../lib/money.ts';
import { refundAnnouncement } from '../orders/announcements.ts';
import { announce } from '../outbox/store.ts';
import { insertRefund, type PaymentRow, type RefundRow, setAsideForRefund } from '../payments/store.ts';

/**
 * Sets aside captured money and writes the refund with its announcement. Throws `refund_too_large` when the payment has
 * less than that left.
 */
export async function requestRefund(
  cx: WriteContext,
  payment: PaymentRow,
  { amount, reason }: Pick<RefundRow, 'amount' | 'reason'>,
): Promise<RefundRow> {
  if (!(await setAsideForRefund(cx.db, payment.id, amount))) {
    const left = payment.captured_amount - payment.refunded_amount;
    throw new Refusal(
      'refund_too_large',
      `${showMoney(amount, payment.currency)} is more than the ${showMoney(left, payment.currency)} that can still be refunded.`,
      { facts: { asked: amount, refundable: left } },
    );
  }
  return writeRefund(cx, payment, { kind: 'refund', amount, reason });
}

/** Writes that a payment is to be undone whatever became of it: voided, or refunded if it was captured. */
export const requestVoid = (cx: WriteContext, payment: PaymentRow, reason: string): Promise<RefundRow> =>
  writeRefund(cx, payment, { kind: 'void', amount: payment.amount, reason });

async function writeRefund(
  cx: WriteContext,
  { id: payment_id, order_id, currency }: PaymentRow,
  wanted: Pick<RefundRow, 'kind' | 'amount' | 'reason'>,
): Promise<RefundRow> {
  const now = cx.now();
  const refund: RefundRow = {
    id: cx.newId('rfd'),
    payment_id,
    order_id,
    status: 'requested',
    currency,
    ...wanted,
    failure: null,
    requested_by: actorLabel(cx.actor),
    created_at: now,
    updated_at: now,
  };
  await insertRefund(cx.db, refund);
  await announce(cx.db, now, [refundAnnouncement(order_id, refund.id)]);
  return refund;
}
