/** Fulfilling: recording that lines left the building in a parcel. */
import { z } from 'zod';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKey } from '../idempotency/keys.ts';
import { plus } from '../lib/time.ts';
import { expectedVersion } from '../orders/access.ts';
import { captureAnnouncement, mailAnnouncement } from '../orders/announcements.ts';
import { type ChosenLine, chooseLines, type LineSelection, lineSelection } from '../orders/lines.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { fulfillmentStatusOf, unitsHeld, unitsLeft } from '../orders/rules.ts';
import type { OrderChange } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { type OrderParts, readParts, shipItem } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { Announcement } from '../outbox/store.ts';
import { firstStatus, HAND_METHODS, shownNumber, withoutNumber } from '../shipping/by-hand.ts';
import { type DetectedTracking, detectTracking, trackingPage } from '../shipping/detect.ts';
import { findShipmentsByTracking, insertShipment, type ShipmentRow } from '../shipping/store.ts';
import { forgetPacking } from './packings.ts';
import { placeOf, requireUnused } from './tracking-numbers.ts';

const input = z.strictObject({
  order: orderReference,
  tracking_number: z.string().trim().min(1, 'is needed').max(64).optional(),
  method: z
    .enum(HAND_METHODS, { error: `must be one of: ${HAND_METHODS.join(', ')}` })
    .optional()
    .meta({ description: 'In place of a number: collected here, a letter, or driven there by the shop' }),
  carrier: z.string().trim().min(1).max(32).optional(),
  force: z.boolean().default(false).meta({ description: 'Take the tracking number as it is, unverified' }),
  /** Ships what has been paid back all the same; kept in the timeline. */
  reason: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(500)
    .optional()
    .meta({ description: 'With `force`: why goods ship that have been paid back' }),
  /** Everything that is left unless given. */
  items: lineSelection.optional(),
  /** Whether the customer gets the shipping mail. */
  notify: z.boolean().default(true),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});

/**
 * Ships all or some lines of an order in one parcel. Throws `tracking_number_wrong`, `order_not_found`, `order_held`,
 * `transition_forbidden`, `already_shipped_with`, `quantity_unavailable`, `stale_version`.
 */
export const fulfillOrder = defineOrderWrite({
  name: 'fulfill-order',
  allow: ['staff'],
  input,
  prepare(context, { order, tracking_number, method, carrier, force }) {
    if (method !== undefined && tracking_number === undefined && carrier === undefined) return withoutNumber(method);
    if (tracking_number === undefined || method !== undefined) throw oneOfBoth();
    return detectTracking(tracking_number, { carrier, force, ...placeOf(context, order) });
  },
  // A second Enter is told so, not that the order has changed meanwhile.
  async isDone(cx, order, { prepared }) {
    const twins = await findShipmentsByTracking(cx.db, prepared.trackingNumber);
    if (twins.some(({ order_id }) => order_id === order.id)) throw alreadyShipped(order, prepared);
    return false;
  },
  change: (cx, order, { input: { items, notify, force, reason }, prepared }) =>
    shipChange(cx, order, {
      tracking: prepared,
      selection: items,
      notify,
      force,
      insisted: force ? reason : undefined,
    }),
});

function oneOfBoth(): Refusal {
  const detail = `is needed, or a method (${HAND_METHODS.join(', ')}) without number and carrier; not both`;
  return new Refusal('invalid_input', `tracking_number: ${detail}.`, {
    errors: [{ pointer: '/tracking_number', detail }],
  });
}

export interface Parcel {
  readonly tracking: DetectedTracking;
  /** Everything that is left unless given. */
  readonly selection?: LineSelection | undefined;
  /** Whether the customer gets the shipping mail. */
  readonly notify: boolean;
  /** Whether a number that is on another order is taken all the same. */
  readonly force?: boolean | undefined;
  /** Why what has been paid back ships all the same. */
  readonly insisted?: string | undefined;
}

/** Ships inside a transaction: writes the parcel and its lines, and returns what becomes of the order. */
export async function shipChange(
  cx: WriteContext,
  order: OrderRow,
  { tracking, selection, notify, force, insisted }: Parcel,
): Promise<OrderChange> {
  const parts = await readParts(cx.db, order);
  requireShippable(parts, tracking);
  if (!force) await requireUnused(cx, order, tracking);
  const open = insisted === undefined ? unitsLeft : unitsHeld;
  if (insisted === undefined) requireNotRefunded(parts, selection);
  const lines = selection
    ? chooseLines(parts.items, selection, open)
    : parts.items.map((item) => ({ item, quantity: open(item) })).filter(({ quantity }) => quantity > 0);
  const shipment = newShipment(cx, order, tracking);
  await insertShipment(
    cx.db,
    shipment,
    lines.map(({ item, quantity }) => ({ shipment_id: shipment.id, order_item_id: item.id, quantity })),
  );
  for (const { item, quantity } of lines) await shipItem(cx.db, item.id, quantity);
  await forgetPacking(cx.db, order.id);
  const authorized = parts.payments.filter(({ status }) => status === 'authorized');
  return {
    ...shipped(cx, parts, { lines, shipment, insisted }),
    announcements: [
      ...(notify ? [shippedMail(cx, order, shipment)] : []),
      ...authorized.map(({ id }) => captureAnnouncement(order.id, id)),
    ],
    stock: {
      move: 'ship',
      units: lines.map(({ item, quantity }) => ({ product_id: item.product_id, quantity })),
    },
  };
}

/** It waits a little: until it has left, the shipment can be taken back. */
const shippedMail = ({ now, settings }: Context, order: OrderRow, shipment: ShipmentRow): Announcement => ({
  ...mailAnnouncement(order.id, 'order-shipped', shipment.id),
  due_at: plus(now(), settings.shippedMailDelayMs),
});

const alreadyShipped = ({ order_number }: OrderRow, { trackingNumber }: DetectedTracking): Refusal =>
  new Refusal('already_shipped_with', `${order_number} was shipped with ${trackingNumber} already; nothing was done.`);

function requireShippable({ order, shipments }: OrderParts, tracking: DetectedTracking): void {
  const { trackingNumber } = tracking;
  if (shipments.some(({ tracking_number }) => tracking_number === trackingNumber))
    throw alreadyShipped(order, tracking);
  if (!orderMachine.can(order.status, 'ship_all')) throw cannotShip(order);
  if (order.held) {
    throw new Refusal(
      'order_held',
      `${order.order_number} is on hold and must not ship; see why with orders admin show, then release it.`,
    );
  }
}

/** Throws `order_refunded` for goods whose money has gone back: all of the order, or the lines that are asked for. */
function requireNotRefunded({ order, items }: OrderParts, selection: LineSelection | undefined): void {
  const wanted = items.filter(({ sku }) => !selection || selection.some((line) => line.sku === sku));
  const kept = wanted.some((item) => unitsHeld(item) > 0) && wanted.every((item) => unitsLeft(item) === 0);
  if (order.payment_status !== 'refunded' && !kept) return;
  throw new Refusal(
    'order_refunded',
    `${order.order_number}: these goods have been paid back and stay here. orders admin cancel ${order.order_number} gives their stock back; to ship them all the same, say --force --reason WHY.`,
  );
}

const WHY_NOT: Partial<Record<OrderRow['status'], string>> = {
  pending: 'has not been paid yet; it can ship once the payment has settled',
  shipped: 'has been shipped already; there is nothing left to ship',
  delivered: 'has been delivered already; there is nothing left to ship',
  cancelled: 'was cancelled; put the goods back',
  failed: 'was never paid; put the goods back',
  returned: 'was returned',
};

/** Why an order in this state does not ship. */
export const cannotShip = ({ order_number, status }: OrderRow): Refusal =>
  new Refusal('transition_forbidden', `${order_number} ${WHY_NOT[status] ?? `is ${status}`}.`, {
    facts: { order_status: status },
  });

const newShipment = (cx: Context, order: OrderRow, tracking: DetectedTracking): ShipmentRow => ({
  id: cx.newId('shp'),
  order_id: order.id,
  carrier: tracking.carrier,
  tracking_number: tracking.trackingNumber,
  tracking_url: trackingPage(tracking, cx.settings.publicUrl),
  status: firstStatus(tracking.carrier),
  estimated_delivery: null,
  shipped_at: cx.now(),
  delivered_at: null,
  last_polled_at: null,
  next_poll_at: cx.carriers.for(tracking.carrier) ? cx.now() : null,
  created_by: actorLabel(cx.actor),
});

function shipped(
  { now }: Context,
  { order, items, shipments }: OrderParts,
  {
    lines,
    shipment,
    insisted,
  }: { readonly lines: readonly ChosenLine[]; readonly shipment: ShipmentRow; readonly insisted?: string | undefined },
): OrderChange {
  const after = items.map((item) => {
    const quantity = lines.find((line) => line.item.id === item.id)?.quantity ?? 0;
    return { ...item, shipped_quantity: item.shipped_quantity + quantity };
  });
  const all = after.every((item) => unitsLeft(item) === 0);
  const { carrier } = shipment;
  // The code of a parcel that is collected is between the shop and its customer.
  const number = carrier === 'pickup' ? null : shownNumber(shipment);
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    changes: {
      status: orderMachine.next(order.status, all ? 'ship_all' : 'ship_part') as OrderRow['status'],
      fulfillment_status: fulfillmentStatusOf(after, [...shipments, shipment]),
      ...(all ? { shipped_at: now() } : {}),
    },
    events: [
      {
        kind: 'shipment.created',
        data: {
          carrier,
          ...(number ? { tracking_number: number } : {}),
          units,
          ...(insisted ? { reason: insisted } : {}),
        },
      },
    ],
  };
}
