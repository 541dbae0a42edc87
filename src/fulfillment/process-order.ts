import { z } from 'zod';
import type { WriteContext } from '../context.ts';
import { DAY, plus } from '../lib/time.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { reasonsToHold } from '../orders/hold/checks.ts';
import { placeHold } from '../orders/hold/place-hold.ts';
import { writeWords } from '../orders/read/words.ts';
import { orderReference } from '../orders/reference.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { countOrdersOf } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import { defineWrite } from '../write.ts';

/**
 * A confirmed order is checked and becomes ready to pick; one that somebody should look at first is held, with the reason.
 * Orders in any other state are left alone, so repeating is safe.
 */
export const processOrder = defineWrite({
  name: 'process-order',
  allow: ['system', 'staff'],
  input: z.strictObject({ order: orderReference }),
  async commit(cx, input): Promise<void> {
    const order = await getVisibleOrder(cx, input.order);
    const status = orderMachine.next(order.status, 'process');
    if (!status) return;
    const reasons = await reasonsFor(cx, order);
    const hold =
      reasons.length > 0 ? await placeHold(cx, { order_id: order.id, reason: sentence(reasons) }) : undefined;
    await writeWords(cx.db, order);
    await saveOrder(cx, order, {
      changes: { status, ...hold?.changes },
      events: [{ kind: 'order.processing' }, ...(hold?.events ?? [])],
    });
  },
  answer: () => {},
});

/** Why somebody should look at the order; orders of the same customer are counted over the day that ends with this one. */
async function reasonsFor({ db, settings }: WriteContext, order: OrderRow): Promise<string[]> {
  const day = { after: plus(order.placed_at, -DAY), until: order.placed_at };
  const ordersInADay = settings.holdOrdersPerDay > 0 ? await countOrdersOf(db, order.customer_id, day) : 1;
  return reasonsToHold({ order, ordersInADay }, settings);
}

const sentence = (reasons: readonly string[]): string => {
  const text = reasons.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.slice(0, 500);
};
