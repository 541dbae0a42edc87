/** Taking back a shipment recorded by mistake, as long as nobody outside has heard of it. */
import { z } from 'zod';
import { actorLabel, type Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { unshipStock } from '../inventory/store.ts';
import { MINUTE, plus } from '../lib/time.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../orders/access.ts';
import { captureAnnouncement, mailAnnouncement } from '../orders/announcements.ts';
import { showOrder } from '../orders/read/get-order.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { readWhole, requireVersion, unshipItem, type WholeOrder } from '../orders/store.ts';
import type { NewEvent } from '../orders/timeline.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { withdraw } from '../outbox/store.ts';
import { removeShipment, type ShipmentRow } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';

/** After this a shipment stands. */
const UNDO_MS = 10 * MINUTE;

/**
 * Takes back the newest shipment of an order: within ten minutes, by whoever made it, while its mail has not left and its
 * money has not been taken for it. Units are held again as before. Throws `order_not_found`, `transition_forbidden`,
 * `not_allowed`, `stale_version`.
 */
export const undoShipment = defineUseCase({
  name: 'undo-shipment',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, expected_version: expectedVersion }),
  async run(context, wanted): Promise<OrderView> {
    await context.atomic('undo.commit', async (tx) => {
      const order = await getVisibleOrder(tx, context.actor, wanted.order);
      await requireVersion(tx, order, wanted.expected_version);
      await undo(context, tx, await readWhole(tx, order));
    });
    return showOrder(context, wanted.order);
  },
});

async function undo(context: Context, tx: Tx, whole: WholeOrder): Promise<void> {
  const { order, shipments, payments } = whole;
  const shipment = shipments.at(-1);
  refuse(context, whole, shipment);
  for (const { id } of payments.filter(({ status }) => status === 'authorized')) {
    await withdraw(tx, captureAnnouncement(order.id, id).dedupe_key);
  }
  if (!(await withdraw(tx, mailAnnouncement(order.id, 'order-shipped', shipment.id).dedupe_key))) {
    throw late(`the mail about ${shipment.tracking_number} has left`, order.order_number);
  }
  const inside = whole.shipmentItems.filter(({ shipment_id }) => shipment_id === shipment.id);
  await removeShipment(tx, shipment.id);
  for (const { order_item_id, quantity } of inside) await unshipItem(tx, order_item_id, quantity);
  await saveUndone(context, tx, whole, shipment, inside);
  const products = new Map(whole.items.map(({ id, product_id }) => [id, product_id]));
  const needs = inside.flatMap(({ order_item_id, quantity }) => {
    const product_id = products.get(order_item_id);
    return product_id ? [{ product_id, quantity }] : [];
  });
  await unshipStock(tx, needs, { order_id: order.id, actor: actorLabel(context.actor), at: context.now() });
}

function refuse(
  context: Context,
  { order, payments }: WholeOrder,
  shipment: ShipmentRow | undefined,
): asserts shipment is ShipmentRow {
  if (!shipment || !orderMachine.can(order.status, 'unship_all')) {
    throw new Refusal(
      'transition_forbidden',
      `${order.order_number} is ${order.status}; there is no shipment to take back.`,
    );
  }
  if (shipment.created_by !== actorLabel(context.actor)) {
    throw new Refusal('not_allowed', `${shipment.created_by} recorded this shipment, and only they can take it back.`);
  }
  if (context.now() > plus(shipment.shipped_at, UNDO_MS))
    throw late('more than ten minutes have passed', order.order_number);
  if (shipment.status !== 'unknown') throw late('the carrier has the parcel', order.order_number);
  if (context.settings.capture === 'fulfill' && payments.some(({ status }) => status === 'captured')) {
    throw late('the money has been taken for it', order.order_number);
  }
}

const late = (why: string, order_number: string): Refusal =>
  new Refusal(
    'transition_forbidden',
    `Too late: ${why}. Ship ${order_number} right with a new parcel, or tell the customer.`,
  );

async function saveUndone(
  context: Context,
  tx: Tx,
  { order, items, shipments }: WholeOrder,
  shipment: ShipmentRow,
  inside: readonly { order_item_id: string; quantity: number }[],
): Promise<void> {
  const units = new Map(inside.map(({ order_item_id, quantity }) => [order_item_id, quantity]));
  const left = items.map((item) => ({ ...item, shipped_quantity: item.shipped_quantity - (units.get(item.id) ?? 0) }));
  const rest = shipments.filter(({ id }) => id !== shipment.id);
  const status = orderMachine.next(order.status, rest.length > 0 ? 'unship_part' : 'unship_all');
  const data = { carrier: shipment.carrier, tracking_number: shipment.tracking_number };
  const events: NewEvent[] = [{ kind: 'shipment.undone', data }];
  const changes = { status, shipped_at: null, fulfillment_status: fulfillmentStatusOf(left, rest) };
  await saveOrder(context, tx, order, changes, events);
}
