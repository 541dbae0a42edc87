/** Sending money back: asked for with the refund's own key until the gateway gives a definite answer. */
import { z } from 'zod';
import type { Context, WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { failureText } from '../lib/failure-text.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { plus } from '../lib/time.ts';
import { paymentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { getOrderRow, readParts } from '../orders/store.ts';
import type { NewEvent } from '../orders/timeline.ts';
import type { Gateway } from '../payments/gateway.ts';
import type { RefundStatus } from '../payments/states.ts';
import {
  changePayment,
  findPayment,
  findRefund,
  freeSetAside,
  type PaymentRow,
  type RefundRow,
  updateRefund,
} from '../payments/store.ts';
import { defineUseCase } from '../use-case.ts';

/** What the gateway did: `refunded` gave money back, `released` found nothing taken, or let it go. */
type Sent = { readonly done: 'refunded' | 'released' } | { readonly done: 'refused'; readonly reason: string };

/**
 * Sends one refund and returns its status. Finished refunds are left alone, so repeating is safe. Throws
 * `gateway_unavailable` when there is no definite answer yet; the refund is then `unknown` and has to be sent again.
 */
export const sendRefund = defineUseCase({
  name: 'send-refund',
  allow: ['customer', 'staff', 'system'],
  input: z.strictObject({ refund_id: z.string() }),
  async run(context, input): Promise<RefundStatus> {
    const refund = await readRefund(context, input.refund_id);
    if (refund.status === 'succeeded' || refund.status === 'failed') return refund.status;
    const now = context.now();
    if (!(await updateRefund(context.db, refund, { status: 'sent', updated_at: now }))) return 'sent';
    const sent: RefundRow = { ...refund, status: 'sent' };
    const payment = (await findPayment(context.db, refund.payment_id)) as PaymentRow;
    let outcome: Sent;
    try {
      outcome = await send(context, sent, payment);
    } catch (error) {
      await updateRefund(context.db, sent, {
        status: 'unknown',
        failure: failureText(error).slice(0, 200),
        updated_at: context.now(),
      });
      throw new Refusal(
        'gateway_unavailable',
        `Refund ${refund.id} has no definite answer yet; it is sent again by itself.`,
      );
    }
    return context.atomic('refund.settle', (cx) => settleRefund(cx, sent, outcome));
  },
});

/** Tries refunds at once, as a courtesy to whoever waits; the outbox sends again what does not succeed here. */
export async function tryRefunds(context: Context, refundIds: readonly Id<'rfd'>[]): Promise<void> {
  for (const refund_id of refundIds) {
    await sendRefund(context, { refund_id }).catch((error) => {
      context.log.warn(
        { refund: refund_id, error: String(error) },
        'a refund did not go through at once; the worker sends it again',
      );
    });
  }
}

async function readRefund(context: Context, text: string): Promise<RefundRow> {
  const id = parseId('rfd', text);
  const refund = id && (await findRefund(context.db, id));
  if (!refund) throw new Refusal('not_found', `There is no refund "${text}".`);
  return refund;
}

function send(context: Context, refund: RefundRow, payment: PaymentRow): Promise<Sent> {
  if (refund.kind === 'void') return voidCharge(context, refund, payment);
  return refundCharge(context.gateways.byCode(payment.gateway), refund, payment);
}

async function refundCharge(gateway: Gateway, refund: RefundRow, payment: PaymentRow): Promise<Sent> {
  const result = await gateway.refund({ key: refund.id, charge: payment.id, amount: refund.amount });
  return result.status === 'succeeded' ? { done: 'refunded' } : { done: 'refused', reason: result.reason };
}

/** Undoes a payment of which we may not know what became: asks first, then voids or refunds it. */
async function voidCharge(context: Context, refund: RefundRow, payment: PaymentRow): Promise<Sent> {
  const gateway = context.gateways.byCode(payment.gateway);
  const found = await gateway.find(payment.id);
  if (!found) {
    const final = plus(payment.charge_deadline, context.settings.paymentTimeoutMs);
    if (context.now() < final) throw new Error('the charge may still be on its way to the gateway');
    return { done: 'released' };
  }
  const open = found.status === 'authorized' || found.status === 'requires_action';
  const charge = open ? await gateway.cancel(payment.id) : found;
  return charge.status === 'captured' ? refundCharge(gateway, refund, payment) : { done: 'released' };
}

async function settleRefund(cx: WriteContext, sent: RefundRow, outcome: Sent): Promise<RefundStatus> {
  const order = await getOrderRow(cx.db, { id: sent.order_id });
  const now = cx.now();
  const refused = outcome.done === 'refused';
  const status = refused ? 'failed' : 'succeeded';
  const failure = refused ? outcome.reason : null;
  // Whoever settled it meanwhile has written all of this.
  if (!(await updateRefund(cx.db, sent, { status, failure, updated_at: now }))) return status;
  if (refused && sent.kind === 'refund') await freeSetAside(cx.db, sent.payment_id, sent.amount);
  if (sent.kind === 'void' && !refused) await undoPayment(cx, sent, outcome.done === 'refunded');
  const parts = await readParts(cx.db, order);
  await saveOrder(cx, order, {
    changes: { payment_status: paymentStatusOf(parts.payments, parts.refunds) },
    events: [eventOf(sent, outcome)],
  });
  return status;
}

/** The payment a refund undid: refunded if it had been captured, or voided. */
async function undoPayment(cx: WriteContext, { payment_id, amount }: RefundRow, captured: boolean): Promise<void> {
  const payment = (await findPayment(cx.db, payment_id)) as PaymentRow;
  const settled = { next_action: null, next_check_at: null, updated_at: cx.now() };
  const undone = captured
    ? ({ status: 'captured', captured_amount: amount, refunded_amount: amount } as const)
    : ({ status: 'voided' } as const);
  await changePayment(cx.db, payment, { ...undone, ...settled });
}

function eventOf({ amount, kind }: RefundRow, outcome: Sent): NewEvent {
  if (outcome.done === 'refused') return { kind: 'refund.failed', data: { amount, reason: outcome.reason } };
  if (outcome.done === 'released') return { kind: 'payment.voided', data: { amount } };
  return { kind: 'refund.succeeded', data: { amount, late: kind === 'void' } };
}
