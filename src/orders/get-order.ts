import { z } from 'zod';
import { defineUseCase } from '../use-case.ts';
import { audienceOf, getVisibleOrder, orderReference } from './access.ts';
import { readWhole } from './store.ts';
import { type OrderView, orderView } from './view.ts';

/** One order, whole. Customers see their own; staff see who did what as well. Throws `order_not_found`. */
export const getOrder = defineUseCase({
  name: 'get-order',
  allow: ['customer', 'staff', 'system'],
  input: z.strictObject({ order: orderReference }),
  async run(context, input): Promise<OrderView> {
    const order = await getVisibleOrder(context.db, context.actor, input.order);
    return orderView(await readWhole(context.db, order), audienceOf(context.actor));
  },
});
