import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKey, once } from '../idempotency/once.ts';
import type { Id } from '../lib/ids.ts';
import { share, showMoney } from '../lib/money.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../orders/access.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { chooseLines, type LineSelection, lineSelection } from '../orders/lines.ts';
import { showOrder } from '../orders/read/get-order.ts';
import { saveOrder } from '../orders/save-order.ts';
import { readParts, requireVersion } from '../orders/store.ts';
import type { OrderItemRow } from '../orders/tables.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { announce } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { requestRefund } from './request-refund.ts';
import { tryRefunds } from './send-refund.ts';

const input = z.strictObject({
  order: orderReference,
  amount: z
    .int('must be whole minor units')
    .min(1, 'must be more than nothing')
    .optional()
    .meta({ description: "Minor units of the order's currency; or give `items`" }),
  items: lineSelection.optional().meta({ description: 'Units whose price and tax go back; or give `amount`' }),
  reason: z.string('is needed').trim().min(1, 'is needed').max(500),
  /** Who agrees, where the amount needs a second person. */
  approved_by: z.string().trim().min(1).max(100).optional(),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});

/**
 * Gives back a part of the captured money: an amount, or the price of some units. Refunds together never exceed what was captured, however many are asked for
 * at once. Throws `order_not_found`, `refund_too_large`, `quantity_unavailable`,
 * `stale_version`.
 */
export const refundOrder = defineUseCase({
  name: 'refund-order',
  allow: ['staff'],
  input,
  async run(context, wanted): Promise<OrderView> {
    if ((wanted.amount === undefined) === (wanted.items === undefined)) {
      const detail = 'is needed, or items; not both';
      throw new Refusal('invalid_input', `amount ${detail}.`, { errors: [{ pointer: '/amount', detail }] });
    }
    const show = () => showOrder(context, wanted.order);
    return once(context, 'refund-order', wanted, {
      async run(claim) {
        const refundId = await context.atomic('refund.commit', async (tx) => {
          await claim(tx);
          return refund(context, tx, wanted);
        });
        await tryRefunds(context, [refundId]);
        return show();
      },
      show,
    });
  },
});

async function refund(
  context: Context,
  tx: Tx,
  { order: typed, amount: asked, items: selection, reason, approved_by, expected_version }: z.output<typeof input>,
): Promise<Id<'rfd'>> {
  const order = await getVisibleOrder(tx, context.actor, typed);
  await requireVersion(tx, order, expected_version);
  const { payments, items } = await readParts(tx, order);
  const amount = asked ?? priceOf(items, selection ?? []);
  requireSecondPerson(context, amount, order.currency, approved_by);
  const captured = payments.filter(({ status }) => status === 'captured');
  const payment =
    captured.find((candidate) => candidate.captured_amount - candidate.refunded_amount >= amount) ?? captured[0];
  if (!payment) {
    throw new Refusal(
      'refund_too_large',
      `No money has been taken for ${order.order_number}, so ${showMoney(amount, order.currency)} cannot go back.`,
    );
  }
  const requested = await requestRefund(context, tx, payment, amount, reason);
  await announce(tx, context.now(), [mailAnnouncement(order.id, 'order-refunded', requested.id)]);
  await saveOrder(context, tx, order, {}, [
    { kind: 'refund.requested', data: { amount, reason, ...(approved_by ? { approved_by } : {}) } },
  ]);
  return requested.id;
}

/** Throws `second_person_needed` for an amount above the limit that nobody else has agreed to. */
function requireSecondPerson(
  { settings, actor }: Context,
  amount: number,
  currency: string,
  approved_by: string | undefined,
): void {
  const limit = settings.refundLimitMinor;
  if (limit === 0 || amount <= limit) return;
  if (approved_by !== undefined && approved_by.toLowerCase() !== actor.name.toLowerCase()) return;
  throw new Refusal(
    'second_person_needed',
    `${showMoney(amount, currency)} is more than the ${showMoney(limit, currency)} one person may give back; name who agrees, other than yourself.`,
    { facts: { limit } },
  );
}

/** What the customer paid for these units, with their share of the tax. */
function priceOf(items: readonly OrderItemRow[], selection: LineSelection): number {
  const bought = (item: OrderItemRow) => item.quantity - item.cancelled_quantity;
  return chooseLines(items, selection, bought).reduce(
    (sum, { item, quantity }) => sum + item.unit_price * quantity + share(item.tax_amount, quantity, item.quantity),
    0,
  );
}
