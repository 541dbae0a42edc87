import type { Context } from '../context.ts';
import { storeOutcome } from '../idempotency/store.ts';
import { saveOrder } from '../orders/save-order.ts';
import { getOrderRow, readWhole, type WholeOrder } from '../orders/store.ts';
import { orderView } from '../orders/wire/view.ts';
import { changePayment } from '../payments/store.ts';
import type { CheckoutResult } from './contract.ts';
import { declined } from './declined.ts';
import type { PayableOrder } from './prepared.ts';

/**
 * The gateway gave no answer: the order stays pending, the customer is told so, and the worker asks the gateway. What
 * the worker has settled meanwhile is answered as it stands.
 */
export function parkPayment(context: Context, prepared: PayableOrder): Promise<CheckoutResult> {
  return context.atomic('checkout.park', async (cx) => {
    const whole = await readWhole(cx.db, await getOrderRow(cx.db, { id: prepared.order.id }));
    const payment = whole.payments.find(({ id }) => id === prepared.payment.id);
    if (payment?.status !== 'created') return asSettled(whole);
    const now = cx.now();
    const parked = await changePayment(cx.db, payment, { status: 'unknown', next_check_at: now, updated_at: now });
    const { order, events } = await saveOrder(cx, whole.order, { events: [{ kind: 'payment.unknown' }] });
    const view = orderView({ ...whole, order, payments: [parked], events: [...whole.events, ...events] }, 'customer');
    const result: CheckoutResult = { outcome: 'pending', order: view };
    await storeOutcome(cx.db, order.id, { value: result });
    return result;
  });
}

function asSettled(whole: WholeOrder): CheckoutResult {
  if (whole.order.status === 'failed') throw declined(whole.payments[0]?.decline_code ?? 'card_declined');
  return { outcome: whole.order.status === 'pending' ? 'pending' : 'confirmed', order: orderView(whole, 'customer') };
}
