/** Whose orders an actor may see, and how an order is named in input. */
import { z } from 'zod';
import type { Actor } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { getOrderRow, noSuchOrder, parseOrderReference } from './store.ts';
import type { OrderRow } from './tables.ts';
import type { Audience } from './wire/view.ts';

/** An order id or number, as typed. */
export const orderReference = z.string('is needed: an order number or id').trim().min(1, 'is needed').max(64);

/** The version the caller saw; given, a change is refused when the order has moved on. */
export const expectedVersion = z.int().min(1).optional();

export const audienceOf = (actor: Actor): Audience => (actor.kind === 'customer' ? 'customer' : 'staff');

/**
 * An order the actor may see; its row is locked inside a transaction. Throws `order_not_found`, the same for another
 * customer's order as for none.
 */
export async function getVisibleOrder(db: Sql, actor: Actor, typed: string): Promise<OrderRow> {
  const order = await getOrderRow(db, parseOrderReference(typed));
  refuseStrangers(order, actor, typed);
  return order;
}

/** Throws `order_not_found`, as if there were no such order, when it is another customer's. */
export function refuseStrangers(order: OrderRow, actor: Actor, typed: string): void {
  if (actor.kind === 'customer' && order.customer_id !== actor.id) throw noSuchOrder(typed);
}
