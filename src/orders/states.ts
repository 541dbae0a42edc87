/**
 * The life of an order, as data. Nothing goes back, with one exception: a clerk takes back a shipment recorded by mistake
 * (`unship_…`), as long as nobody outside has heard of it.
 */
import { defineMachine } from '../lib/machine.ts';

export const ORDER_STATUSES = [
  'pending',
  'confirmed',
  'processing',
  'partially_shipped',
  'shipped',
  'delivered',
  'failed',
  'cancelled',
  'returned',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const ORDER_EVENTS = [
  'payment_settled',
  'payment_failed',
  'expire',
  'process',
  'ship_part',
  'ship_all',
  'unship_part',
  'unship_all',
  'deliver',
  'return',
  'cancel',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

export const orderMachine = defineMachine<OrderStatus, OrderEvent>(ORDER_EVENTS, {
  pending: { payment_settled: 'confirmed', payment_failed: 'failed', expire: 'failed', cancel: 'cancelled' },
  confirmed: { process: 'processing', ship_part: 'partially_shipped', ship_all: 'shipped', cancel: 'cancelled' },
  processing: { ship_part: 'partially_shipped', ship_all: 'shipped', cancel: 'cancelled' },
  partially_shipped: {
    ship_part: 'partially_shipped',
    ship_all: 'shipped',
    unship_part: 'partially_shipped',
    unship_all: 'processing',
  },
  shipped: { deliver: 'delivered', return: 'returned', unship_part: 'partially_shipped', unship_all: 'processing' },
  delivered: { return: 'returned' },
  failed: {},
  cancelled: {},
  returned: {},
});

/** Orders in these hold stock for what they have not shipped. */
export const OPEN_STATUSES: readonly OrderStatus[] = ['pending', 'confirmed', 'processing', 'partially_shipped'];

/** Paid orders that have something left to ship. */
export const TO_SHIP_STATUSES: readonly OrderStatus[] = ['confirmed', 'processing', 'partially_shipped'];
/** The same as a condition on `orders o`; what was wholly refunded does not ship. */
export const TO_SHIP = `o.status IN (${TO_SHIP_STATUSES.map((status) => `'${status}'`).join(', ')}) AND o.payment_status <> 'refunded'`;

export const PAYMENT_STATUSES = [
  'pending',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
  'failed',
] as const;
/** Rolled up from payments and refunds; see rules.ts. */
export type OrderPaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const FULFILLMENT_STATUSES = ['unfulfilled', 'partial', 'fulfilled', 'delivered'] as const;
/** Rolled up from lines and shipments; see rules.ts. */
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number];
