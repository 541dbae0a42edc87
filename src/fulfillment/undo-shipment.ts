/** Taking back a shipment recorded by mistake, as long as nobody outside has heard of it. */

import { z } from 'zod';
import { actorLabel, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { StockNeed } from '../inventory/store.ts';
import { MINUTE, plus } from '../lib/time.ts';
import { expectedVersion } from '../orders/access.ts';
import { captureAnnouncement, mailAnnouncement } from '../orders/announcements.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import type { OrderChange } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { readWhole, unshipItem, type WholeOrder } from '../orders/store.ts';
import { withdraw } from '../outbox/store.ts';
import { isByHand, shownNumber } from '../shipping/by-hand.ts';
import { removeShipment, type ShipmentItemRow, type ShipmentRow } from '../shipping/store.ts';

/** After this a shipment stands. */
const UNDO_MS = 10 * MINUTE;

/**
 * Takes back the newest shipment of an order: within ten minutes, by whoever made it, while its mail has not left and its
 * money has not been taken for it. Units are held again as before. Throws `order_not_found`, `transition_forbidden`,
 * `not_allowed`, `stale_version`.
 */
export const undoShipment = defineOrderWrite({
  name: 'undo-shipment',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, expected_version: expectedVersion }),
  async change(cx, order): Promise<OrderChange> {
    const whole = await readWhole(cx.db, order);
    const shipment = undoable(cx, whole);
    await withdrawAnnouncements(cx, whole, shipment);
    const inside = whole.shipmentItems.filter(({ shipment_id }) => shipment_id === shipment.id);
    await removeShipment(cx.db, shipment.id);
    for (const { order_item_id, quantity } of inside) await unshipItem(cx.db, order_item_id, quantity);
    return {
      ...undone(whole, shipment, inside),
      stock: { move: 'unship', units: unitsOf(whole, inside) },
    };
  },
});

/** The shipment that can be taken back. Throws what stands in the way. */
function undoable({ actor, now, settings }: WriteContext, { order, shipments, payments }: WholeOrder): ShipmentRow {
  const shipment = shipments.at(-1);
  const { order_number } = order;
  if (!shipment || !orderMachine.can(order.status, 'unship_all')) {
    throw new Refusal('transition_forbidden', `${order_number} is ${order.status}; there is no shipment to take back.`);
  }
  if (shipment.created_by !== actorLabel(actor)) {
    throw new Refusal('not_allowed', `${shipment.created_by} recorded this shipment, and only they can take it back.`);
  }
  if (now() > plus(shipment.shipped_at, UNDO_MS)) throw tooLate('more than ten minutes have passed', order_number);
  // A carrier that was told of a parcel has not got it: that takes a scan.
  const hasIt = shipment.status !== 'unknown' && shipment.status !== 'pre_transit';
  if (hasIt && !(isByHand(shipment.carrier) && shipment.status !== 'delivered'))
    throw tooLate('the carrier has the parcel', order_number);
  if (settings.capture === 'fulfill' && payments.some(({ status }) => status === 'captured')) {
    throw tooLate('the money has been taken for it', order_number);
  }
  return shipment;
}

/** Nobody is told of it, and nobody takes money for it. Throws `transition_forbidden` when its mail has left. */
async function withdrawAnnouncements(
  cx: WriteContext,
  { order, payments }: WholeOrder,
  { id, tracking_number }: ShipmentRow,
): Promise<void> {
  for (const payment of payments.filter(({ status }) => status === 'authorized')) {
    await withdraw(cx.db, captureAnnouncement(order.id, payment.id).dedupe_key);
  }
  if (await withdraw(cx.db, mailAnnouncement(order.id, 'order-shipped', id).dedupe_key)) return;
  throw tooLate(`the mail about ${tracking_number} has left`, order.order_number);
}

const tooLate = (why: string, order_number: string): Refusal =>
  new Refusal(
    'transition_forbidden',
    `Too late: ${why}. Ship ${order_number} right with a new parcel, or tell the customer.`,
  );

function undone(
  { order, items, shipments }: WholeOrder,
  { id: shipmentId, carrier, tracking_number }: ShipmentRow,
  inside: readonly ShipmentItemRow[],
): OrderChange {
  const units = new Map(inside.map(({ order_item_id, quantity }) => [order_item_id, quantity]));
  const left = items.map((item) => ({ ...item, shipped_quantity: item.shipped_quantity - (units.get(item.id) ?? 0) }));
  const rest = shipments.filter(({ id }) => id !== shipmentId);
  return {
    changes: {
      status: orderMachine.next(order.status, rest.length > 0 ? 'unship_part' : 'unship_all'),
      shipped_at: null,
      fulfillment_status: fulfillmentStatusOf(left, rest),
    },
    events: [{ kind: 'shipment.undone', data: { carrier, tracking_number: shownNumber({ tracking_number }) } }],
  };
}

function unitsOf({ items }: WholeOrder, inside: readonly ShipmentItemRow[]): StockNeed[] {
  const products = new Map(items.map(({ id, product_id }) => [id, product_id]));
  return inside.flatMap(({ order_item_id, quantity }) => {
    const product_id = products.get(order_item_id);
    return product_id ? [{ product_id, quantity }] : [];
  });
}
