/** Finding orders by whatever is at hand. */
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Id, parseId } from '../../lib/ids.ts';
import { parseOrderNumber } from '../../lib/order-number.ts';
import { findPayment, findRefund } from '../../payments/store.ts';
import { findShipmentsByTracking } from '../../shipping/store.ts';
import { normalTracking } from '../../shipping/tracking-form.ts';
import { defineUseCase } from '../../use-case.ts';
import { itemsOf } from '../store.ts';
import { orders } from '../tables.ts';
import type { OrderSummary } from '../wire/shapes.ts';
import { orderSummary } from '../wire/view.ts';
import { listOrders } from './list-orders.ts';
import { ordersWithWords } from './words.ts';

/** Most orders that are found. */
export const MOST_FOUND = 100;

/**
 * Orders that the text names, newest first: by number or id, tracking number, payment or refund; else by product (SKU or bar
 * code), customer, recipient, street or anything else that is written on them. `more` when there are more than are shown.
 */
export const findOrders = defineUseCase({
  name: 'find-orders',
  allow: ['staff'],
  input: z.strictObject({ text: z.string().trim().min(1, 'is needed').max(200) }),
  async run(context, { text }): Promise<{ readonly orders: readonly OrderSummary[]; readonly more: boolean }> {
    const named = await namedBy(context, text);
    if (named.length > 0) return { orders: await summaries(context, named), more: false };
    for (const filter of [{ sku: text }, { q: text }]) {
      const { orders: found, total } = await listOrders(context, { ...filter, per_page: MOST_FOUND });
      if (found.length > 0) return { orders: found, more: total > found.length };
    }
    const written = await ordersWithWords(context.db, text, MOST_FOUND + 1);
    if (written.length > 0) {
      return { orders: await summaries(context, written.slice(0, MOST_FOUND)), more: written.length > MOST_FOUND };
    }
    const page = await listOrders(context, { product: text, per_page: MOST_FOUND });
    return { orders: page.orders, more: page.total > page.orders.length };
  },
});

async function namedBy(context: Context, text: string): Promise<Id<'ord'>[]> {
  const order = parseId('ord', text);
  if (order) return [order];
  const order_number = parseOrderNumber(text);
  if (order_number) return (await context.db.find(orders, { order_number })).map(({ id }) => id);
  const paymentId = parseId('pay', text);
  const payment = paymentId && (await findPayment(context.db, paymentId));
  if (payment) return [payment.order_id];
  const refundId = parseId('rfd', text);
  const refund = refundId && (await findRefund(context.db, refundId));
  if (refund) return [refund.order_id];
  const shipments = await findShipmentsByTracking(context.db, normalTracking(text));
  return shipments.map(({ order_id }) => order_id);
}

async function summaries(context: Context, ids: readonly Id<'ord'>[]): Promise<OrderSummary[]> {
  const rows = await context.db.find(orders, { id: ids }, { order: [['placed_at', 'DESC']] });
  const items = await itemsOf(context.db, ids);
  return rows.map((row) =>
    orderSummary(
      row,
      items.filter(({ order_id }) => order_id === row.id),
      'staff',
    ),
  );
}
