/** Orders that have waited too long for their money: the charge is stopped, and their stock given back. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { plus } from '../lib/time.ts';
import { pendingSince } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { ChargeResult } from '../payments/gateway.ts';
import { type PaymentRow, paymentsOf } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';
import { settleStored } from './settle-charge.ts';

const BATCH = 50;

/** Gives the stock of pending orders back that have waited too long for their money. How many there were. */
export const expirePending = defineUseCase({
  name: 'expire-pending',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ expired: number }> {
    const before = plus(context.now(), -context.settings.pendingExpiryMs);
    const stale = await pendingSince(context.db, before, BATCH);
    for (const order of stale) await expire(context, order);
    return { expired: stale.length };
  },
});

async function expire(context: Context, order: OrderRow): Promise<void> {
  for (const payment of await paymentsOf(context.db, order.id)) {
    const charge = await stopCharge(context, payment);
    const settled =
      charge && charge.status !== 'voided' ? charge : ({ status: 'given_up', reason: 'expired' } as const);
    await settleStored(context, payment, settled);
  }
}

/** Makes sure that a charge cannot succeed any more, and says what it is now. */
async function stopCharge(context: Context, payment: PaymentRow): Promise<ChargeResult | undefined> {
  const gateway = context.gateways.byCode(payment.gateway);
  const charge = await gateway.find(payment.id);
  return charge?.status === 'requires_action' ? gateway.cancel(payment.id) : charge;
}
