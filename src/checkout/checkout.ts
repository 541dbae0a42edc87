/**
 * Checkout, in three phases: *prepare* writes the order and holds its stock in one transaction, *pay* asks the gateway
 * with nothing open, *settle* writes what came of it in one transaction. A process that dies in between leaves a
 * `pending` order, which the worker settles by asking the gateway for the same payment — never by charging again.
 */
import pTimeout from 'p-timeout';
import type { Context } from '../context.ts';
import { isRefusal } from '../errors.ts';
import { isFinal, keyOf } from '../idempotency/keys.ts';
import { findOutcome, isKeyTaken, type Key, storeRefusal } from '../idempotency/store.ts';
import { type ChargeResult, GatewayTimeout } from '../payments/gateway.ts';
import { type ContextOf, defineUseCase } from '../use-case.ts';
import { type CheckoutInput, type CheckoutResult, checkoutInput } from './contract.ts';
import { declined } from './declined.ts';
import { parkPayment } from './park-payment.ts';
import { prepareOrder } from './prepare-order.ts';
import type { PayableOrder, PreparedOrder } from './prepared.ts';
import { confirmFree, settleFresh } from './settle-charge.ts';

/**
 * Turns the customer's cart into an order and takes the money. The same `idempotency_key` and input give the same
 * answer for 24 hours, refusals included. Throws `cart_empty`, `price_changed`, `out_of_stock`, `currency_mixed`,
 * `no_shipping_method`, `checkout_in_progress`, `payment_declined`, `key_reused`, `key_in_use`.
 */
export const checkout = defineUseCase({
  name: 'checkout',
  allow: ['customer'],
  input: checkoutInput,
  async run(context, input): Promise<CheckoutResult> {
    const started = await begin(context, input, keyOf(context, 'checkout', input));
    if ('earlier' in started) return started.earlier;
    const { prepared } = started;
    const { payment } = prepared;
    if (!payment) return { outcome: 'confirmed', order: (await confirmFree(context, prepared)).view };
    const payable = { ...prepared, payment };
    const charge = await pay(context, payable, input);
    if (!charge) return parkPayment(context, payable);
    const settled = await settleFresh(context, payable, charge);
    if (charge.status === 'declined') throw declined(charge.declineCode);
    return { outcome: settled.order.status === 'pending' ? 'pending' : 'confirmed', order: settled.view };
  },
});

/**
 * Prepares the order, or finds what this key was answered before. The key is asked about only when preparing failed:
 * a key that was used cannot be claimed again, and whoever comes first pays for no more than the claim.
 */
async function begin(
  context: ContextOf<'customer'>,
  input: CheckoutInput,
  key: Key | undefined,
): Promise<{ prepared: PreparedOrder } | { earlier: CheckoutResult }> {
  try {
    return { prepared: await prepareOrder(context, input, key) };
  } catch (error) {
    if (!key || !(isRefusal(error) || isKeyTaken(error))) throw error;
    const earlier = await findOutcome(context.db, key, { now: context.now() });
    if (earlier) return { earlier: earlier.value as CheckoutResult };
    // The key had outlived its 24 hours and is free now.
    if (!isRefusal(error)) return begin(context, input, key);
    if (isFinal(error)) await storeRefusal(context.db, key, { refused: error.toRecord(), now: context.now() });
    throw error;
  }
}

/** Asks the gateway, once. Undefined when there is no answer to rely on: the payment is then asked for by the worker. */
async function pay(
  context: Context,
  { payment, order }: PayableOrder,
  input: CheckoutInput,
): Promise<ChargeResult | undefined> {
  if (context.now() >= payment.charge_deadline) return undefined;
  try {
    return await pTimeout(
      context.gateways.byCode(payment.gateway).charge({
        key: payment.id,
        amount: payment.amount,
        currency: payment.currency,
        token: input.payment_details.token,
        capture: context.settings.capture === 'checkout',
        reference: order.order_number,
      }),
      { milliseconds: context.settings.paymentTimeoutMs, message: new GatewayTimeout(payment.gateway, 'charge') },
    );
  } catch (error) {
    context.log.warn(
      { order: order.order_number, payment: payment.id, error: String(error) },
      'the charge was not answered',
    );
    return undefined;
  }
}
