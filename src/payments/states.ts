/** The states of a payment and of a refund. */
import { defineMachine } from '../lib/machine.ts';

export const PAYMENT_STATES = ['created', 'unknown', 'authorized', 'captured', 'voided', 'failed'] as const;
export type PaymentStatus = (typeof PAYMENT_STATES)[number];
export type PaymentEvent = 'authorize' | 'capture' | 'void' | 'fail' | 'lose';

/**
 * `created` has been written but not answered for; `unknown` was asked for and the answer lost. A failed payment can
 * still turn out to have been taken (a gateway that answers after we gave up): then it is captured, and refunded.
 */
export const paymentMachine = defineMachine<PaymentStatus, PaymentEvent>(
  ['authorize', 'capture', 'void', 'fail', 'lose'],
  {
    created: { authorize: 'authorized', capture: 'captured', void: 'voided', fail: 'failed', lose: 'unknown' },
    unknown: { authorize: 'authorized', capture: 'captured', void: 'voided', fail: 'failed', lose: 'unknown' },
    authorized: { capture: 'captured', void: 'voided', fail: 'failed' },
    captured: {},
    voided: {},
    failed: { authorize: 'authorized', capture: 'captured' },
  },
);

export const REFUND_STATES = ['requested', 'sent', 'unknown', 'succeeded', 'failed'] as const;
export type RefundStatus = (typeof REFUND_STATES)[number];
export type RefundEvent = 'send' | 'succeed' | 'fail' | 'lose';

/** `sent` is in the gateway's hands; sending again with the same key is always safe. */
export const refundMachine = defineMachine<RefundStatus, RefundEvent>(['send', 'succeed', 'fail', 'lose'], {
  requested: { send: 'sent' },
  sent: { send: 'sent', succeed: 'succeeded', fail: 'failed', lose: 'unknown' },
  unknown: { send: 'sent' },
  succeeded: {},
  failed: {},
});
