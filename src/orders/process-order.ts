import { z } from 'zod';
import { defineUseCase } from '../use-case.ts';
import { getVisibleOrder, orderReference } from './access.ts';
import { orderMachine } from './states.ts';
import { saveOrder } from './store.ts';

/** A confirmed order becomes ready to pick. Orders in any other state are left alone, so repeating is safe. */
export const processOrder = defineUseCase({
  name: 'process-order',
  allow: ['system', 'staff'],
  input: z.strictObject({ order: orderReference }),
  run: (context, input): Promise<void> =>
    context.atomic('process.commit', async (tx) => {
      const order = await getVisibleOrder(tx, context.actor, input.order);
      const status = orderMachine.next(order.status, 'process');
      if (!status) return;
      const write = { actor: context.actor, now: context.now(), events: [{ kind: 'order.processing' }] } as const;
      await saveOrder(tx, order, { status }, write);
    }),
});
