/** Rules over an order's parts. Pure. */
import type { PaymentStatus, RefundStatus } from '../payments/states.ts';
import type { TrackingStatus } from '../shipping/states.ts';
import type { FulfillmentStatus, OrderPaymentStatus } from './states.ts';

interface PaymentFacts {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly captured_amount: number;
}

interface RefundFacts {
  readonly payment_id: string;
  readonly status: RefundStatus;
  readonly amount: number;
}

/** Money that has gone back for certain. */
export const refundedTotal = (refunds: readonly RefundFacts[], captured: ReadonlySet<string>): number =>
  refunds.reduce(
    (sum, { status, amount, payment_id }) => sum + (status === 'succeeded' && captured.has(payment_id) ? amount : 0),
    0,
  );

/** `payment_status` of an order: what its payments and finished refunds amount to. */
export function paymentStatusOf(
  payments: readonly PaymentFacts[],
  refunds: readonly RefundFacts[],
): OrderPaymentStatus {
  const captured = payments.filter(({ status }) => status === 'captured');
  if (captured.length > 0) {
    const taken = captured.reduce((sum, payment) => sum + payment.captured_amount, 0);
    const back = refundedTotal(refunds, new Set(captured.map(({ id }) => id)));
    if (back === 0) return 'paid';
    return back < taken ? 'partially_refunded' : 'refunded';
  }
  // Nothing was to pay: an order of total 0 has no payment.
  if (payments.length === 0) return 'paid';
  const has = (wanted: PaymentStatus) => payments.some(({ status }) => status === wanted);
  if (has('authorized')) return 'authorized';
  if (has('created') || has('unknown')) return 'pending';
  return has('voided') ? 'voided' : 'failed';
}

interface LineFacts {
  readonly quantity: number;
  readonly shipped_quantity: number;
  readonly cancelled_quantity: number;
  readonly refunded_quantity: number;
}

/** Units of a line that have neither shipped nor been cancelled: they are held for the order. */
export const unitsHeld = (line: Omit<LineFacts, 'refunded_quantity'>): number =>
  line.quantity - line.shipped_quantity - line.cancelled_quantity;

/**
 * Units of a line that are still to ship. Refunded units are those that have shipped, as far as there are such: a broken
 * cup is paid back and the others go on; what was paid back before it left stays here.
 */
export const unitsLeft = (line: LineFacts): number =>
  Math.max(0, line.quantity - line.cancelled_quantity - Math.max(line.shipped_quantity, line.refunded_quantity));

/** Units of a line whose money has not gone back, by a cancellation or by a refund of lines. */
export const unitsPaid = ({ quantity, cancelled_quantity, refunded_quantity }: LineFacts): number =>
  Math.max(0, quantity - cancelled_quantity - refunded_quantity);

/** `fulfillment_status` of an order: what its lines and shipments amount to. */
export function fulfillmentStatusOf(
  lines: readonly LineFacts[],
  shipments: readonly { readonly status: TrackingStatus }[],
): FulfillmentStatus {
  if (!lines.some(({ shipped_quantity }) => shipped_quantity > 0)) return 'unfulfilled';
  if (lines.some((line) => unitsLeft(line) > 0)) return 'partial';
  return shipments.every(({ status }) => status === 'delivered') ? 'delivered' : 'fulfilled';
}
