/** Setting a stuck order going again: what it waits for is done now, or as soon as a worker runs. */
import { z } from 'zod';
import { settlePaymentsOf } from '../checkout/settle-payments.ts';
import type { Context } from '../context.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { processAnnouncement } from '../orders/announcements.ts';
import { orderReference } from '../orders/reference.ts';
import { type OrderParts, readParts } from '../orders/store.ts';
import { announce, reviveOutboxRows } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';

export interface Resumed {
  readonly order_number: string;
  /** What was done, in words. */
  readonly done: readonly string[];
}

const input = z.strictObject({ order: orderReference });

/**
 * Asks the gateway about payments without an answer, and wakes every mail and job of the order that waits or was given up.
 * Repeating is safe. Throws `order_not_found`, and `gateway_unavailable` when there is still no answer.
 */
export const resumeOrder = defineUseCase({
  name: 'resume-order',
  allow: ['staff', 'system'],
  input,
  async run(context, wanted): Promise<Resumed> {
    const order = await getVisibleOrder(context, wanted.order);
    const parts = await readParts(context.db, order);
    const done: string[] = [];
    const asked = await settlePaymentsOf(context, parts.payments);
    if (asked > 0) done.push('asked the gateway about the payment');
    const woken = await wake(context, parts);
    if (woken > 0) done.push(`woke ${woken} waiting ${woken === 1 ? 'job' : 'jobs'}`);
    return { order_number: order.order_number, done };
  },
});

function wake(context: Context, { order }: OrderParts): Promise<number> {
  return context.atomic('resume-order', async (cx) => {
    const woken = await reviveOutboxRows(cx.db, { order_id: order.id }, cx.now());
    if (woken > 0 || order.status !== 'confirmed') return woken;
    // Its own announcement is gone or done, and yet the order was not processed: another one.
    const again = processAnnouncement(order.id);
    await announce(cx.db, cx.now(), [{ ...again, dedupe_key: `${again.dedupe_key}:${cx.newId('out')}` }]);
    return 1;
  });
}
