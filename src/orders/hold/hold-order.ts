import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { instantInput } from '../../lib/shapes.ts';
import { expectedVersion } from '../access.ts';
import { defineOrderWrite } from '../order-write.ts';
import { orderReference } from '../reference.ts';
import { orderMachine } from '../states.ts';
import { placeHold } from './place-hold.ts';

/** Keeps an order from shipping until it is released. Throws `transition_forbidden` when nothing is left to ship. */
export const holdOrder = defineOrderWrite({
  name: 'hold-order',
  allow: ['staff', 'system'],
  input: z.strictObject({
    order: orderReference,
    reason: z.string('is needed').trim().min(1, 'is needed').max(500),
    until: instantInput.optional(),
    expected_version: expectedVersion,
  }),
  async change(cx, order, { input: { reason, until } }) {
    if (orderMachine.isFinal(order.status) || order.status === 'shipped' || order.status === 'delivered') {
      throw new Refusal(
        'transition_forbidden',
        `${order.order_number} is ${order.status}; there is nothing left to hold back.`,
      );
    }
    return placeHold(cx, { order_id: order.id, reason, until });
  },
});
