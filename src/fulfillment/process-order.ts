import { z } from 'zod';
import type { Tx } from '../database/database.ts';
import { encodeTime } from '../database/table.ts';
import { idToBytes } from '../lib/ids.ts';
import { DAY, plus } from '../lib/time.ts';
import { getVisibleOrder, orderReference } from '../orders/access.ts';
import { reasonsToHold } from '../orders/hold/checks.ts';
import { placeHold } from '../orders/hold/hold-order.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import { defineUseCase } from '../use-case.ts';

/**
 * A confirmed order is checked and becomes ready to pick; one that somebody should look at first is held, with the reason.
 * Orders in any other state are left alone, so repeating is safe.
 */
export const processOrder = defineUseCase({
  name: 'process-order',
  allow: ['system', 'staff'],
  input: z.strictObject({ order: orderReference }),
  run: (context, input): Promise<void> =>
    context.atomic('process.commit', async (tx) => {
      const order = await getVisibleOrder(tx, context.actor, input.order);
      const status = orderMachine.next(order.status, 'process');
      if (!status) return;
      const limits = context.settings.holdOrders;
      const ordersInADay = limits.ordersPerDay > 0 ? await countOrdersInADay(tx, order) : 1;
      const reasons = reasonsToHold({ order, ordersInADay }, limits);
      const events: NewEvent[] = [{ kind: 'order.processing' }];
      let changes: Partial<OrderRow> = { status };
      if (reasons.length > 0) {
        const hold = await placeHold(context, tx, order.id, sentence(reasons));
        events.push(hold.event);
        changes = { ...changes, ...hold.changes };
      }
      await saveOrder(context, tx, order, changes, events);
    }),
});

const sentence = (reasons: readonly string[]): string => {
  const text = reasons.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.slice(0, 500);
};

/** Orders of the same customer placed in the day that ends with this one. */
async function countOrdersInADay(tx: Tx, { customer_id, placed_at }: OrderRow): Promise<number> {
  const [row] = await tx.rows<{ total: number }>(
    'SELECT COUNT(*) AS total FROM orders WHERE customer_id = ? AND placed_at > ? AND placed_at <= ?',
    [idToBytes(customer_id), encodeTime(plus(placed_at, -DAY)), encodeTime(placed_at)],
  );
  return Number(row?.total ?? 0);
}
