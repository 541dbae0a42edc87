/** Writing down that money has to go back. Sending it is send-refund's, and happens outside transactions. */
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { showMoney } from '../lib/money.ts';
import { refundAnnouncement } from '../orders/announcements.ts';
import { announce } from '../outbox/store.ts';
import {
  insertRefund,
  type PaymentRow,
  type RefundKind,
  type RefundRow,
  setAsideForRefund,
} from '../payments/store.ts';

/**
 * Sets aside captured money and writes the refund with its announcement. Throws `refund_too_large` when the payment has
 * less than that left.
 */
export async function requestRefund(
  context: Context,
  tx: Tx,
  payment: PaymentRow,
  amount: number,
  reason: string,
): Promise<RefundRow> {
  if (!(await setAsideForRefund(tx, payment.id, amount))) {
    const left = showMoney(payment.captured_amount - payment.refunded_amount, payment.currency);
    throw new Refusal(
      'refund_too_large',
      `${showMoney(amount, payment.currency)} is more than the ${left} that can still be refunded.`,
      {
        facts: { asked: amount, refundable: payment.captured_amount - payment.refunded_amount },
      },
    );
  }
  return write(context, tx, payment, 'refund', amount, reason);
}

/** Writes that a payment is to be undone whatever became of it: let go, or given back if it was taken. */
export const requestVoid = (context: Context, tx: Tx, payment: PaymentRow, reason: string): Promise<RefundRow> =>
  write(context, tx, payment, 'void', payment.amount, reason);

async function write(
  context: Context,
  tx: Tx,
  payment: PaymentRow,
  kind: RefundKind,
  amount: number,
  reason: string,
): Promise<RefundRow> {
  const now = context.now();
  const refund: RefundRow = {
    id: context.newId('rfd'),
    payment_id: payment.id,
    order_id: payment.order_id,
    kind,
    status: 'requested',
    currency: payment.currency,
    amount,
    reason,
    failure: null,
    created_at: now,
    updated_at: now,
  };
  await insertRefund(tx, refund);
  await announce(tx, now, [refundAnnouncement(payment.order_id, refund.id)]);
  return refund;
}
