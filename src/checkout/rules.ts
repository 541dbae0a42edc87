/** What a charge's result means for its order. Pure: the table of settling. */
import type { OrderStatus } from '../orders/states.ts';
import type { ChargeResult, ChargeTaken } from '../payments/gateway.ts';
import type { PaymentStatus } from '../payments/states.ts';

/** Why a payment came to nothing, when it was not the gateway that said no. */
export type GivenUp = { readonly status: 'given_up'; readonly reason: 'never_charged' | 'expired' };
export type ChargeOutcome = ChargeResult | GivenUp;
/** A charge that took nothing, and never will. */
export type ChargeRefused = Exclude<ChargeOutcome, ChargeTaken | { status: 'requires_action' }>;

/**
 * What to do: `confirm` the order, `wait` for its customer, `fail` it, `send_back` money that came too late, or
 * `nothing` because all of it has been written already.
 */
export type Settlement = 'confirm' | 'wait' | 'fail' | 'send_back' | 'nothing';

/** The same result, or a later one, may come any number of times and from several sides. */
export function settlementOf(charge: ChargeOutcome, order: OrderStatus, payment: PaymentStatus): Settlement {
  const open = order === 'pending';
  const unsettled = payment === 'created' || payment === 'unknown';
  if (charge.status === 'authorized' || charge.status === 'captured') {
    if (open && unsettled) return 'confirm';
    return unsettled || payment === 'failed' ? 'send_back' : 'nothing';
  }
  if (!open || !unsettled) return 'nothing';
  return charge.status === 'requires_action' ? 'wait' : 'fail';
}

/** The code of a failed payment, as the gateway named it or as we do. */
export function declineCodeOf(charge: ChargeRefused): string {
  if (charge.status === 'declined') return charge.declineCode;
  return charge.status === 'given_up' ? charge.reason : 'cancelled';
}
