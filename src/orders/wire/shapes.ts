/** Orders as they are shown: the wire format of HTTP and of `--json`. Documents are made in view.ts. */
import { z } from 'zod';
import { countShape, currencyShape, idShape, instantShape, moneyShape } from '../../lib/shapes.ts';
import { PAYMENT_STATES, REFUND_STATES } from '../../payments/states.ts';
import { TRACKING_STATUSES } from '../../shipping/states.ts';
import { FULFILLMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../states.ts';

const addressShape = z
  .object({
    name: z.string(),
    company: z.string().optional(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postal_code: z.string().optional(),
    country: z.string().meta({ description: 'ISO 3166-1, two letters', example: 'DE' }),
    phone: z.string().optional(),
  })
  .meta({ id: 'Address' });

const itemShape = z
  .object({
    sku: z.string(),
    name: z.string(),
    quantity: countShape,
    shipped_quantity: countShape,
    cancelled_quantity: countShape,
    refunded_quantity: countShape,
    unit_price: moneyShape,
    line_total: moneyShape,
    tax_amount: moneyShape,
  })
  .meta({ id: 'OrderItem' });

const customerShape = z.object({ id: idShape('usr'), name: z.string(), email: z.string() }).meta({ id: 'Customer' });

const paymentShape = z
  .object({
    id: idShape('pay'),
    method: z.string(),
    gateway: z.string(),
    status: z.enum(PAYMENT_STATES),
    amount: moneyShape,
    captured_amount: moneyShape,
    description: z.string().nullable().meta({ example: 'Visa …4242' }),
    decline_code: z.string().nullable(),
    next_action: z
      .object({ type: z.string(), url: z.string() })
      .nullable()
      .meta({ description: 'What the customer has to do before the money is settled' }),
  })
  .meta({ id: 'Payment' });

const refundShape = z
  .object({
    id: idShape('rfd'),
    payment_id: idShape('pay'),
    kind: z.enum(['refund', 'void']).meta({ description: '`void` lets go of money that was never taken' }),
    status: z.enum(REFUND_STATES),
    amount: moneyShape,
    reason: z.string(),
    created_at: instantShape,
    updated_at: instantShape,
  })
  .meta({ id: 'Refund' });

const shippedItemShape = z.object({ sku: z.string(), quantity: countShape });

const shipmentShape = z
  .object({
    id: idShape('shp'),
    carrier: z.string(),
    tracking_number: z
      .string()
      .nullable()
      .meta({ description: 'Null for a letter or the shop’s own delivery; the code of a parcel that is collected' }),
    tracking_url: z.string().nullable(),
    status: z.enum(TRACKING_STATUSES),
    status_title: z.string(),
    estimated_delivery: instantShape.nullable(),
    shipped_at: instantShape,
    delivered_at: instantShape.nullable(),
    items: z.array(shippedItemShape),
  })
  .meta({ id: 'Shipment' });

const eventDataShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const timelineShape = z
  .object({
    at: instantShape,
    kind: z.string().meta({ example: 'order.placed' }),
    title: z.string(),
    data: eventDataShape,
    actor: z.string().optional().meta({ description: 'Staff only' }),
  })
  .meta({ id: 'TimelineEvent' });

const holdShape = z.object({
  reason: z.string(),
  held_by: z.string(),
  held_at: instantShape,
  until: instantShape.nullable(),
  released_by: z.string().nullable(),
  released_at: instantShape.nullable(),
});

const noteShape = z.object({ body: z.string(), author: z.string(), created_at: instantShape });

const orderFields = {
  id: idShape('ord'),
  order_number: z.string().meta({ example: 'ORD-7K2M-X9QD4' }),
  version: z.int().min(1).meta({ description: 'Goes up with every change; the ETag' }),
  status: z.enum(ORDER_STATUSES),
  payment_status: z.enum(PAYMENT_STATUSES),
  fulfillment_status: z.enum(FULFILLMENT_STATUSES),
  currency: currencyShape,
  subtotal: moneyShape,
  shipping_total: moneyShape,
  tax_total: moneyShape,
  total: moneyShape,
  refunded_total: moneyShape,
  items: z.array(itemShape),
  customer: customerShape,
  locale: z.string().meta({ description: 'The language of the mails, ISO 639-1', example: 'de' }),
  shipping_method: z.string(),
  shipping_address: addressShape,
  billing_address: addressShape,
  order_notes: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  payments: z.array(paymentShape),
  refunds: z.array(refundShape),
  shipments: z.array(shipmentShape),
  timeline: z.array(timelineShape),
  placed_at: instantShape,
  confirmed_at: instantShape.nullable(),
  shipped_at: instantShape.nullable(),
  delivered_at: instantShape.nullable(),
  cancelled_at: instantShape.nullable(),
  updated_at: instantShape,
};

/** One order, whole; the last three fields are for staff. */
export const orderShape = z
  .object({
    ...orderFields,
    held: z.boolean().optional().meta({ description: 'Staff only' }),
    holds: z.array(holdShape).optional().meta({ description: 'Staff only' }),
    internal_notes: z.array(noteShape).optional().meta({ description: 'Staff only' }),
  })
  .meta({ id: 'Order', description: 'An order, whole. Customers do not get the fields marked “staff only”.' });
export type OrderView = z.output<typeof orderShape>;

export const orderSummaryShape = z
  .object({
    id: idShape('ord'),
    order_number: orderFields.order_number,
    status: orderFields.status,
    payment_status: orderFields.payment_status,
    fulfillment_status: orderFields.fulfillment_status,
    currency: currencyShape,
    total: moneyShape,
    item_count: countShape.meta({ description: 'Units of all lines together' }),
    items: z.array(z.object({ sku: z.string(), name: z.string(), quantity: countShape, unit_price: moneyShape })),
    placed_at: instantShape,
    updated_at: instantShape,
    customer: customerShape.optional().meta({ description: 'Staff only' }),
    country: z.string().optional().meta({ description: 'Staff only: where it ships to' }),
    shipping_address: addressShape.optional().meta({ description: 'Staff only' }),
    held: z.boolean().optional().meta({ description: 'Staff only' }),
    version: z.int().min(1).optional().meta({ description: 'Staff only' }),
  })
  .meta({ id: 'OrderSummary' });
export type OrderSummary = z.output<typeof orderSummaryShape>;

export const orderPageShape = z
  .object({
    orders: z.array(orderSummaryShape),
    page: z.int().min(1),
    per_page: z.int().min(1),
    total: countShape.meta({ description: 'How many orders match; at most what is counted, see `total_is_exact`' }),
    total_is_exact: z.boolean().meta({ description: 'False when there are more than `total`: counting stops there' }),
    next_cursor: z.string().nullable().meta({ description: 'Give it back as `cursor`; null on the last page' }),
  })
  .meta({ id: 'OrderPage' });
export type OrderPage = z.output<typeof orderPageShape>;

const trackedShipmentShape = z
  .object({
    ...shipmentShape.omit({ items: true }).shape,
    last_polled_at: instantShape.nullable().meta({ description: 'When the carrier was last asked' }),
    history: z.array(
      z.object({
        at: instantShape,
        status: z.enum(TRACKING_STATUSES),
        description: z.string(),
        location: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'TrackedShipment' });

export const trackingShape = z
  .object({
    order_id: idShape('ord'),
    order_number: orderFields.order_number,
    status: orderFields.status,
    shipments: z.array(trackedShipmentShape),
  })
  .meta({ id: 'Tracking' });
export type TrackingView = z.output<typeof trackingShape>;
