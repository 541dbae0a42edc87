import { z } from 'zod';
import type { Context } from '../../context.ts';
import { defineUseCase } from '../../use-case.ts';
import { audienceOf, requireVisible } from '../access.ts';
import { type OrderReference, orderReference } from '../reference.ts';
import { getWholeOrder } from '../store.ts';
import type { OrderView } from '../wire/shapes.ts';
import { orderView } from '../wire/view.ts';

/** One order, whole. Customers see their own; staff see who did what as well. Throws `order_not_found`. */
export const getOrder = defineUseCase({
  name: 'get-order',
  allow: ['customer', 'staff', 'system'],
  input: z.strictObject({ order: orderReference }),
  async run(context, input): Promise<OrderView> {
    return showOrder(context, input.order);
  },
});

/** The order as the actor may see it. Throws `order_not_found`, the same for another customer's order as for none. */
export async function showOrder({ db, actor }: Context, reference: OrderReference): Promise<OrderView> {
  const whole = await getWholeOrder(db, reference);
  requireVisible(whole.order, actor, reference);
  return orderView(whole, audienceOf(actor));
}
