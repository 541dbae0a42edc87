/** An order as customers and staff see it; the shapes are in shapes.ts. */
import { shownNumber } from '../../shipping/by-hand.ts';
import { trackingTitle } from '../../shipping/states.ts';
import type { ShipmentRow } from '../../shipping/store.ts';
import { refundedTotal } from '../rules.ts';
import type { WholeOrder } from '../store.ts';
import type { EventData, OrderEventRow, OrderItemRow, OrderRow } from '../tables.ts';
import { EVENT_KINDS, type EventKind } from '../timeline.ts';
import type { OrderSummary, OrderView } from './shapes.ts';

export type Audience = 'customer' | 'staff';

const itemView = (item: OrderItemRow) => ({
  sku: item.sku,
  name: item.name,
  quantity: item.quantity,
  shipped_quantity: item.shipped_quantity,
  cancelled_quantity: item.cancelled_quantity,
  refunded_quantity: item.refunded_quantity,
  unit_price: item.unit_price,
  line_total: item.line_total,
  tax_amount: item.tax_amount,
});

/** One order, whole. Staff also see who did what, holds and notes. */
export function orderView(whole: WholeOrder, audience: Audience): OrderView {
  const { order, items } = whole;
  return {
    id: order.id,
    order_number: order.order_number,
    version: order.version,
    status: order.status,
    payment_status: order.payment_status,
    fulfillment_status: order.fulfillment_status,
    currency: order.currency,
    subtotal: order.subtotal,
    shipping_total: order.shipping_total,
    tax_total: order.tax_total,
    total: order.total,
    refunded_total: refundedTotal(
      whole.refunds,
      new Set(whole.payments.filter(({ status }) => status === 'captured').map(({ id }) => id)),
    ),
    items: items.map(itemView),
    customer: { id: order.customer_id, name: order.customer_name, email: order.email },
    locale: order.locale,
    shipping_method: order.shipping_method,
    shipping_address: order.shipping_address,
    billing_address: order.billing_address,
    order_notes: order.order_notes,
    cancel_reason: order.cancel_reason,
    payments: paymentViews(whole),
    refunds: refundViews(whole),
    shipments: shipmentViews(whole),
    timeline: timelineView(whole, audience),
    placed_at: order.placed_at,
    confirmed_at: order.confirmed_at,
    shipped_at: order.shipped_at,
    delivered_at: order.delivered_at,
    cancelled_at: order.cancelled_at,
    updated_at: order.updated_at,
    ...(audience === 'staff' ? staffPart(whole) : {}),
  };
}

const paymentViews = ({ payments }: WholeOrder) =>
  payments.map((payment) => ({
    id: payment.id,
    method: payment.method,
    gateway: payment.gateway,
    status: payment.status,
    amount: payment.amount,
    captured_amount: payment.captured_amount,
    description: payment.description,
    decline_code: payment.decline_code,
    next_action: payment.next_action,
  }));

const refundViews = ({ refunds }: WholeOrder) =>
  refunds.map(({ id, payment_id, kind, status, amount, reason, created_at, updated_at }) => ({
    id,
    payment_id,
    kind,
    status,
    amount,
    reason,
    created_at,
    updated_at,
  }));

/** What is shown of a parcel wherever it is shown. */
export const parcelFacts = (shipment: ShipmentRow) => ({
  id: shipment.id,
  carrier: shipment.carrier,
  tracking_number: shownNumber(shipment),
  tracking_url: shipment.tracking_url,
  status: shipment.status,
  status_title: trackingTitle(shipment.status),
  estimated_delivery: shipment.estimated_delivery,
  shipped_at: shipment.shipped_at,
  delivered_at: shipment.delivered_at,
});

const shipmentViews = ({ shipments, shipmentItems, items }: WholeOrder) => {
  const skus = new Map(items.map(({ id, sku }) => [id, sku]));
  return shipments.map((shipment) => ({
    ...parcelFacts(shipment),
    items: shipmentItems
      .filter(({ shipment_id }) => shipment_id === shipment.id)
      .map(({ order_item_id, quantity }) => ({ sku: skus.get(order_item_id) ?? '', quantity })),
  }));
};

const timelineView = ({ events }: WholeOrder, audience: Audience) =>
  events
    .map((event) => ({
      event,
      kind: EVENT_KINDS[event.kind as EventKind] as (typeof EVENT_KINDS)[EventKind] | undefined,
    }))
    .filter(({ kind }) => audience === 'staff' || kind?.customer)
    .map(({ event, kind }) => ({
      at: event.created_at,
      kind: event.kind,
      title: kind?.title ?? event.kind,
      data: audience === 'staff' ? event.data : customerData(event),
      ...(audience === 'staff' ? { actor: event.actor } : {}),
    }));

/** What customers may know of an event; the rest is the shop's own affair. */
const CUSTOMER_DATA: ReadonlySet<string> = new Set([
  'total',
  'currency',
  'amount',
  'decline_code',
  'carrier',
  'tracking_number',
  'instead_of',
  'units',
  'late',
]);
const WITH_REASON: ReadonlySet<string> = new Set(['order.cancelled', 'order.lines_cancelled']);

export const customerData = ({ kind, data }: OrderEventRow): EventData =>
  Object.fromEntries(
    Object.entries(data).filter(([key]) => CUSTOMER_DATA.has(key) || (key === 'reason' && WITH_REASON.has(kind))),
  );

const staffPart = ({ order, holds, notes }: WholeOrder) => ({
  held: order.held,
  holds: holds.map(({ reason, held_by, held_at, until, released_by, released_at }) => ({
    reason,
    held_by,
    held_at,
    until,
    released_by,
    released_at,
  })),
  internal_notes: notes.map(({ body, author, created_at }) => ({ body, author, created_at })),
});

/** What a list shows of a line. */
export type SummaryItem = Pick<OrderItemRow, 'sku' | 'name' | 'quantity' | 'unit_price'>;

/** One order in a list. */
export function orderSummary(order: OrderRow, items: readonly SummaryItem[], audience: Audience): OrderSummary {
  return {
    id: order.id,
    order_number: order.order_number,
    status: order.status,
    payment_status: order.payment_status,
    fulfillment_status: order.fulfillment_status,
    currency: order.currency,
    total: order.total,
    item_count: order.item_count,
    items: items.map(({ sku, name, quantity, unit_price }) => ({ sku, name, quantity, unit_price })),
    placed_at: order.placed_at,
    updated_at: order.updated_at,
    ...(audience === 'staff'
      ? {
          customer: { id: order.customer_id, name: order.customer_name, email: order.email },
          country: order.shipping_address.country,
          shipping_address: order.shipping_address,
          held: order.held,
          version: order.version,
        }
      : {}),
  };
}
