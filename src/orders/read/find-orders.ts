/** Finding orders by whatever is at hand: a number, a mail address, a tracking number, a payment. */
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

/** Orders that the text names, newest first: by number or id, tracking number, payment or refund, or customer. */
export const findOrders = defineUseCase({
  name: 'find-orders',
  allow: ['staff'],
  input: z.strictObject({ text: z.string().trim().min(1, 'is needed').max(200) }),
  async run(context, { text }): Promise<OrderSummary[]> {
    const named = await namedBy(context, text);
    if (named.length > 0) return summaries(context, named);
    const bySku = await listOrders(context, { sku: text, per_page: 100 });
    if (bySku.orders.length > 0) return [...bySku.orders];
    const page = await listOrders(context, { q: text, per_page: 100 });
    return [...page.orders];
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
