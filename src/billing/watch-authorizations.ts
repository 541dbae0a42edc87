/** Authorized money does not wait for ever: orders whose authorization has run out are held before they ship unpaid. */
import { z } from 'zod';
import type { Context, WriteContext } from '../context.ts';
import { showMoney } from '../lib/money.ts';
import { HOUR, plus } from '../lib/time.ts';
import { placeHold } from '../orders/hold/place-hold.ts';
import { paymentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { TO_SHIP_STATUSES } from '../orders/states.ts';
import { getOrderRow, readParts } from '../orders/store.ts';
import type { ChargeResult } from '../payments/gateway.ts';
import { changePayment, findPayment, type PaymentRow, paymentsRunningOut, updatePayment } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';

const BATCH = 100;
/** When a gateway still has the money set aside past its own time, it is asked again after this. */
const ASK_AGAIN_MS = HOUR;

/** Asks the gateway about every authorization that should have run out by now. How many had. */
export const watchAuthorizations = defineUseCase({
  name: 'watch-authorizations',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ ended: number }> {
    let ended = 0;
    for (const payment of await paymentsRunningOut(context.db, context.now(), BATCH)) {
      try {
        const charge = await context.gateways.byCode(payment.gateway).find(payment.id);
        if (await endAuthorization(context, payment, charge)) ended += 1;
        else await lookLater(context, payment, charge);
      } catch (error) {
        context.log.warn({ payment: payment.id, error: String(error) }, 'could not ask about an authorization');
      }
    }
    return { ended };
  },
});

/**
 * Writes that authorized money can no longer be taken, when that is what the gateway says; an order that has something
 * left to ship is held. False when the charge still stands. Repeating is safe.
 */
export async function endAuthorization(
  context: Context,
  payment: PaymentRow,
  charge: ChargeResult | undefined,
): Promise<boolean> {
  if (charge && charge.status !== 'voided' && charge.status !== 'declined') return false;
  await context.atomic('authorization.end', (cx) => writeEnd(cx, payment));
  return true;
}

async function writeEnd(cx: WriteContext, payment: PaymentRow): Promise<void> {
  const current = (await findPayment(cx.db, payment.id)) as PaymentRow;
  if (current.status !== 'authorized') return;
  await changePayment(cx.db, current, { status: 'voided', authorized_until: null, updated_at: cx.now() });
  const order = await getOrderRow(cx.db, { id: payment.order_id });
  const { payments, refunds } = await readParts(cx.db, order);
  const amount = showMoney(payment.amount, payment.currency);
  const reason = `The authorization of ${amount} ran out before the order shipped; have it paid in another way, or cancel`;
  const hold = TO_SHIP_STATUSES.includes(order.status)
    ? await placeHold(cx, { order_id: order.id, reason })
    : undefined;
  await saveOrder(cx, order, {
    changes: { payment_status: paymentStatusOf(payments, refunds), ...hold?.changes },
    events: [{ kind: 'payment.expired', data: { amount: payment.amount } }, ...(hold?.events ?? [])],
  });
}

async function lookLater(context: Context, payment: PaymentRow, charge: ChargeResult | undefined): Promise<void> {
  const until = charge?.status === 'authorized' ? charge.until : undefined;
  const now = context.now();
  const authorized_until = until && until > now ? until : plus(now, ASK_AGAIN_MS);
  await updatePayment(context.db, payment, { authorized_until });
}
