/** The tables of orders. */
import { defineTable, flag, id, int, json, nullable, type RowOf, text, time } from '../database/table.ts';
import type { Address } from './address.ts';
import type { FulfillmentStatus, OrderPaymentStatus, OrderStatus } from './states.ts';

export const orders = defineTable('orders', {
  id: id('ord'),
  order_number: text(),
  customer_id: id('usr'),
  cart_id: id('crt'),
  cart_version: int(),
  status: text<OrderStatus>(),
  payment_status: text<OrderPaymentStatus>(),
  fulfillment_status: text<FulfillmentStatus>(),
  email: text(),
  customer_name: text(),
  /** The language its customer is written to: a code of src/languages. */
  locale: text(),
  currency: text(),
  subtotal: int(),
  shipping_total: int(),
  tax_total: int(),
  total: int(),
  /** Units of all lines together. */
  item_count: int(),
  shipping_method: text(),
  shipping_address: json<Address>(),
  billing_address: json<Address>(),
  order_notes: nullable(text()),
  cancel_reason: nullable(text()),
  held: flag(),
  /** Goes up by one with every write; what ETags and If-Match are made of. */
  version: int(),
  /** The head of the timeline's hash chain. */
  event_count: int(),
  event_hash: text(),
  placed_at: time(),
  confirmed_at: nullable(time()),
  shipped_at: nullable(time()),
  delivered_at: nullable(time()),
  cancelled_at: nullable(time()),
  updated_at: time(),
});
export type OrderRow = RowOf<typeof orders>;

export const orderItems = defineTable('order_items', {
  id: id('itm'),
  order_id: id('ord'),
  position: int(),
  product_id: id('prd'),
  sku: text(),
  name: text(),
  unit_price: int(),
  quantity: int(),
  shipped_quantity: int(),
  cancelled_quantity: int(),
  /** Units whose money went back by lines. */
  refunded_quantity: int(),
  tax_rate_ppm: int(),
  tax_amount: int(),
  line_total: int(),
});
export type OrderItemRow = RowOf<typeof orderItems>;

export type EventData = Readonly<Record<string, string | number | boolean | null>>;

export const orderEvents = defineTable('order_events', {
  order_id: id('ord'),
  seq: int(),
  kind: text(),
  actor: text(),
  data: json<EventData>(),
  created_at: time(),
  hash: text(),
});
export type OrderEventRow = RowOf<typeof orderEvents>;

export const orderNotes = defineTable('order_notes', {
  id: id('note'),
  order_id: id('ord'),
  body: text(),
  author: text(),
  created_at: time(),
});
export type OrderNoteRow = RowOf<typeof orderNotes>;

export const orderHolds = defineTable('order_holds', {
  id: id('hold'),
  order_id: id('ord'),
  reason: text(),
  held_by: text(),
  held_at: time(),
  until: nullable(time()),
  released_by: nullable(text()),
  released_at: nullable(time()),
});
export type OrderHoldRow = RowOf<typeof orderHolds>;
