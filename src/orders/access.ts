/** Whose orders an actor may see. */
import { z } from 'zod';
import type { Actor, Context } from '../context.ts';
import { noSuchOrder, type OrderReference, referenceText } from './reference.ts';
import { getOrderRow } from './store.ts';
import type { OrderRow } from './tables.ts';
import type { Audience } from './wire/view.ts';

/** The version the caller saw; given, a change is refused when the order has moved on. */
export const expectedVersion = z.int().min(1).optional();

export const audienceOf = (actor: Actor): Audience => (actor.kind === 'customer' ? 'customer' : 'staff');

/**
 * An order the actor may see; its row is locked inside a transaction. Throws `order_not_found`, the same for another
 * customer's order as for none.
 */
export async function getVisibleOrder({ db, actor }: Context, reference: OrderReference): Promise<OrderRow> {
  const order = await getOrderRow(db, reference);
  requireVisible(order, actor, reference);
  return order;
}

/** Throws `order_not_found`, as if there were no such order, when it is another customer's. */
export function requireVisible(order: OrderRow, actor: Actor, reference: OrderReference): void {
  if (actor.kind === 'customer' && order.customer_id !== actor.id) throw noSuchOrder(referenceText(reference));
}
