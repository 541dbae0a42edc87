/** Fulfilling: recording that lines left the building in a parcel. */
import { z } from 'zod';
import { actorLabel, type Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKey, once } from '../idempotency/once.ts';
import { shipStock } from '../inventory/store.ts';
import { plus } from '../lib/time.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../orders/access.ts';
import { captureAnnouncement, mailAnnouncement } from '../orders/announcements.ts';
import { type ChosenLine, chooseLines, lineSelection } from '../orders/lines.ts';
import { showOrder } from '../orders/read/get-order.ts';
import { fulfillmentStatusOf, unitsLeft } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { type OrderParts, readParts, requireVersion, shipItem } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { type Announcement, announce } from '../outbox/store.ts';
import { type DetectedTracking, detectTracking, trackingPage } from '../shipping/detect.ts';
import { insertShipment, type ShipmentRow } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';

const input = z.strictObject({
  order: orderReference,
  tracking_number: z.string('is needed').trim().min(1, 'is needed').max(64),
  carrier: z.string().trim().min(1).max(32).optional(),
  force: z.boolean().default(false).meta({ description: 'Take the tracking number as it is, unverified' }),
  /** Everything that is left unless given. */
  items: lineSelection.optional(),
  /** Whether the customer gets the shipping mail. */
  notify: z.boolean().default(true),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});
type FulfillInput = Pick<z.output<typeof input>, 'order' | 'items' | 'notify' | 'expected_version'>;

/**
 * Ships all or some lines of an order in one parcel. Throws `tracking_number_wrong`, `order_not_found`, `order_held`,
 * `transition_forbidden`, `already_shipped_with`, `quantity_unavailable`, `stale_version`.
 */
export const fulfillOrder = defineUseCase({
  name: 'fulfill-order',
  allow: ['staff'],
  input,
  async run(context, wanted): Promise<OrderView> {
    const tracking = await detectTracking(wanted.tracking_number, wanted.carrier, wanted.force);
    const show = () => showOrder(context, wanted.order);
    return once(context, 'fulfill-order', wanted, {
      async run(claim) {
        await context.atomic('fulfill.commit', async (tx) => {
          await claim(tx);
          await fulfill(context, tx, wanted, tracking);
        });
        return show();
      },
      show,
    });
  },
});

/** Ships inside a transaction. */
export async function fulfill(
  context: Context,
  tx: Tx,
  wanted: FulfillInput,
  tracking: DetectedTracking,
): Promise<void> {
  const order = await getVisibleOrder(tx, context.actor, wanted.order);
  const parts = await readParts(tx, order);
  refuse(parts, tracking);
  await requireVersion(tx, order, wanted.expected_version);
  const lines = wanted.items
    ? chooseLines(parts.items, wanted.items)
    : parts.items.map((item) => ({ item, quantity: unitsLeft(item) })).filter(({ quantity }) => quantity > 0);
  const shipment = newShipment(context, order, tracking);
  await insertShipment(
    tx,
    shipment,
    lines.map(({ item, quantity }) => ({ shipment_id: shipment.id, order_item_id: item.id, quantity })),
  );
  for (const { item, quantity } of lines) await shipItem(tx, item.id, quantity);
  await moveOn(context, tx, parts, lines, shipment);
  const paid = parts.payments.filter(({ status }) => status === 'authorized');
  await announce(tx, context.now(), [
    ...(wanted.notify ? [shippedMail(context, order, shipment)] : []),
    ...paid.map(({ id }) => captureAnnouncement(order.id, id)),
  ]);
  const needs = lines.map(({ item, quantity }) => ({ product_id: item.product_id, quantity }));
  await shipStock(tx, needs, { order_id: order.id, actor: actorLabel(context.actor), at: context.now() });
}

/** It waits a little: until it has left, the shipment can be taken back. */
const shippedMail = ({ now, settings }: Context, order: OrderRow, shipment: ShipmentRow): Announcement => ({
  ...mailAnnouncement(order.id, 'order-shipped', shipment.id),
  due_at: plus(now(), settings.shippedMailDelayMs),
});

function refuse({ order, shipments }: OrderParts, { trackingNumber }: DetectedTracking): void {
  const { order_number, status } = order;
  if (shipments.some(({ tracking_number }) => tracking_number === trackingNumber)) {
    throw new Refusal(
      'already_shipped_with',
      `${order_number} was shipped with ${trackingNumber} already; nothing was done.`,
    );
  }
  if (!orderMachine.can(status, 'ship_all')) throw cannotShip(order);
  if (order.held) {
    throw new Refusal(
      'order_held',
      `${order_number} is on hold and must not ship; see why with orders admin show, then release it.`,
    );
  }
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

const newShipment = (context: Context, order: OrderRow, tracking: DetectedTracking): ShipmentRow => ({
  id: context.newId('shp'),
  order_id: order.id,
  carrier: tracking.carrier,
  tracking_number: tracking.trackingNumber,
  tracking_url: trackingPage(tracking, context.settings.publicUrl),
  status: 'unknown',
  estimated_delivery: null,
  shipped_at: context.now(),
  delivered_at: null,
  last_polled_at: null,
  next_poll_at: context.carriers.for(tracking.carrier) ? context.now() : null,
  created_by: actorLabel(context.actor),
});

async function moveOn(
  context: Context,
  tx: Tx,
  parts: OrderParts,
  lines: readonly ChosenLine[],
  shipment: ShipmentRow,
): Promise<void> {
  const now = context.now();
  const items = parts.items.map((item) => {
    const quantity = lines.find((line) => line.item.id === item.id)?.quantity ?? 0;
    return { ...item, shipped_quantity: item.shipped_quantity + quantity };
  });
  const all = items.every((item) => unitsLeft(item) === 0);
  const status = orderMachine.next(parts.order.status, all ? 'ship_all' : 'ship_part') as OrderRow['status'];
  const fulfillment_status = fulfillmentStatusOf(items, [...parts.shipments, shipment]);
  const data = {
    carrier: shipment.carrier,
    tracking_number: shipment.tracking_number,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  };
  await saveOrder(context, tx, parts.order, { status, fulfillment_status, ...(all ? { shipped_at: now } : {}) }, [
    { kind: 'shipment.created', data },
  ]);
}
