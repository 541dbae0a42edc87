/** Payments without a settled outcome: asking the gateway what became of them, and finishing or undoing their orders. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { backoffMs } from '../lib/backoff.ts';
import { HOUR, plus, SECOND } from '../lib/time.ts';
import { type PaymentRow, paymentsToCheck, updatePayment } from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';
import { settleStored } from './settle-charge.ts';

const BATCH = 50;
const RETRY = { firstMs: 2 * SECOND, maxMs: HOUR };

/** Looks at every payment that is due for it. How many were looked at, and how many could not be. */
export const settlePayments = defineUseCase({
  name: 'settle-payments',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ checked: number; failed: number }> {
    const due = await paymentsToCheck(context.db, context.now(), BATCH);
    let failed = 0;
    for (const payment of due) {
      try {
        await settlePayment(context, payment);
      } catch (error) {
        failed += 1;
        context.log.warn(
          { payment: payment.id, error: String(error) },
          'could not settle a payment; trying again later',
        );
        await checkAgain(context, payment, backoffMs(payment.checks + 1, RETRY));
      }
    }
    return { checked: due.length, failed };
  },
});

/**
 * Asks the gateway about these payments, those that have no outcome yet; how many that were. Throws
 * `gateway_unavailable` when it does not answer.
 */
export async function settlePaymentsOf(context: Context, payments: readonly PaymentRow[]): Promise<number> {
  const open = payments.filter(({ status }) => status === 'created' || status === 'unknown');
  for (const payment of open) {
    await settlePayment(context, payment).catch((error) => {
      context.log.warn({ payment: payment.id, error: String(error) }, 'could not settle a payment');
      throw new Refusal('gateway_unavailable', 'The payment provider does not answer; the worker keeps asking.');
    });
  }
  return open.length;
}

async function settlePayment(context: Context, payment: PaymentRow): Promise<void> {
  const charge = await context.gateways.byCode(payment.gateway).find(payment.id);
  if (charge) {
    await settleStored(context, payment, charge);
  } else {
    const final = plus(payment.charge_deadline, context.settings.paymentTimeoutMs);
    if (context.now() < final) return checkAgain(context, payment, Date.parse(final) - Date.parse(context.now()));
    await settleStored(context, payment, { status: 'given_up', reason: 'never_charged' });
  }
  // Still as it was: there was nothing to settle, and nothing more is to come.
  await updatePayment(context.db, payment, { next_check_at: null });
}

const checkAgain = async (context: Context, payment: PaymentRow, inMs: number): Promise<void> => {
  await updatePayment(context.db, payment, { next_check_at: plus(context.now(), inMs), checks: payment.checks + 1 });
};
