/** Moving an order by hand: what staff set, as the moves the order's machine knows. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { announce } from '../outbox/store.ts';
import { detectTracking, trackingPage } from '../shipping/detect.ts';
import { updateShipment } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { expectedVersion, getVisibleOrder, orderReference } from './access.ts';
import { mailAnnouncement } from './announcements.ts';
import { cancelOrder } from './cancel-order.ts';
import { fulfillOrder } from './fulfill-order.ts';
import { getOrder } from './get-order.ts';
import { noteOrder } from './hold-order.ts';
import { fulfillmentStatusOf } from './rules.ts';
import type { OrderView } from './shapes.ts';
import { type OrderEvent, type OrderStatus, orderMachine } from './states.ts';
import { type OrderParts, readParts, requireVersion, saveOrder } from './store.ts';
import type { OrderRow } from './tables.ts';
import type { NewEvent } from './timeline.ts';

/** What can be set, and the event it stands for. Shipping and cancelling are use cases of their own. */
const BY_HAND: Partial<Record<OrderStatus, OrderEvent>> = {
  processing: 'process',
  delivered: 'deliver',
  returned: 'return',
};
const SETTABLE = ['processing', 'shipped', 'delivered', 'returned', 'cancelled'] as const;

const input = z.strictObject({
  order: orderReference,
  status: z.enum(SETTABLE, { error: `must be one of: ${SETTABLE.join(', ')}` }).optional(),
  tracking_number: z.string().trim().min(1).max(64).optional(),
  carrier: z.string().trim().min(1).max(32).optional(),
  internal_notes: z.string().trim().min(1).max(5000).optional(),
  expected_version: expectedVersion,
});
type UpdateInput = z.output<typeof input>;

/**
 * Changes an order by hand: its status, its tracking number, a note, or all of them. `shipped` needs a tracking number
 * and ships everything left. Throws `transition_forbidden`, `stale_version`, and the refusals of fulfilling and
 * cancelling.
 */
export const updateOrder = defineUseCase({
  name: 'update-order',
  allow: ['staff'],
  input,
  async run(context, wanted): Promise<OrderView> {
    const { order, status, tracking_number, internal_notes, expected_version } = wanted;
    if (status === undefined && tracking_number === undefined && internal_notes === undefined) {
      throw new Refusal('invalid_input', 'Nothing to change: give a status, a tracking_number or internal_notes.');
    }
    await applyChange(context, wanted);
    if (internal_notes !== undefined) {
      // Once something else has been changed the version has moved on, by our own hand.
      const version = status === undefined && tracking_number === undefined ? expected_version : undefined;
      await noteOrder(context, { order, note: internal_notes, expected_version: version });
    }
    return getOrder(context, { order });
  },
});

async function applyChange(context: Context, wanted: UpdateInput): Promise<void> {
  const { order, status, tracking_number, carrier, expected_version } = wanted;
  if (status === 'cancelled') {
    await cancelOrder(context, { order, reason: wanted.internal_notes, expected_version });
  } else if (status === 'shipped') {
    if (tracking_number === undefined) {
      const detail = 'is needed to ship';
      throw new Refusal('invalid_input', `tracking_number: ${detail}.`, {
        errors: [{ pointer: '/tracking_number', detail }],
      });
    }
    await fulfillOrder(context, { order, tracking_number, carrier, expected_version });
  } else if (status !== undefined) {
    await context.atomic('update.commit', (tx) => moveByHand(context, tx, wanted, status));
  } else if (tracking_number !== undefined) {
    await correctTracking(context, wanted, tracking_number);
  }
}

async function moveByHand(context: Context, tx: Tx, wanted: UpdateInput, status: OrderStatus): Promise<void> {
  const order = await getVisibleOrder(tx, context.actor, wanted.order);
  requireVersion(order, wanted.expected_version);
  const event = BY_HAND[status] as OrderEvent;
  const next = orderMachine.next(order.status, event);
  if (!next) throw forbidden(order, status);
  const parts = await readParts(tx, order);
  const now = context.now();
  if (next !== 'delivered') {
    const kind = next === 'returned' ? 'order.returned' : 'order.processing';
    await saveOrder(tx, order, { status: next }, { actor: context.actor, now, events: [{ kind }] });
    return;
  }
  await deliverAll(context, tx, parts);
}

/** Every parcel that had not arrived has, because staff say so. */
async function deliverAll(context: Context, tx: Tx, { order, items, shipments }: OrderParts): Promise<void> {
  const now = context.now();
  const arriving = shipments.filter((shipment) => shipment.status !== 'delivered');
  for (const { id } of arriving)
    await updateShipment(tx, id, { status: 'delivered', delivered_at: now, next_poll_at: null });
  const events = arriving.map(
    ({ carrier, tracking_number }): NewEvent => ({ kind: 'shipment.delivered', data: { carrier, tracking_number } }),
  );
  const changes = {
    status: 'delivered',
    fulfillment_status: fulfillmentStatusOf(
      items,
      shipments.map(() => ({ status: 'delivered' })),
    ),
    delivered_at: now,
  } as const;
  await saveOrder(tx, order, changes, { actor: context.actor, now, events: [...events, { kind: 'order.delivered' }] });
  await announce(
    tx,
    now,
    arriving.map(({ id }) => mailAnnouncement(order.id, 'order-delivered', id)),
  );
}

function forbidden({ order_number, status }: OrderRow, wanted: OrderStatus): Refusal {
  const possible = orderMachine.from(status);
  const hint = possible.length > 0 ? `from there it can: ${possible.join(', ').replaceAll('_', ' ')}` : 'that is final';
  return new Refusal('transition_forbidden', `${order_number} is ${status} and cannot become ${wanted}; ${hint}.`, {
    facts: { order_status: status },
  });
}

/** A tracking number alone: ships an order that has no parcel, corrects the number of one that has one. */
async function correctTracking(context: Context, wanted: UpdateInput, typed: string): Promise<void> {
  const tracking = await detectTracking(typed, wanted.carrier);
  const done = await context.atomic('update.commit', async (tx) => {
    const order = await getVisibleOrder(tx, context.actor, wanted.order);
    requireVersion(order, wanted.expected_version);
    const { shipments } = await readParts(tx, order);
    const [shipment] = shipments;
    if (!shipment) return false;
    if (shipments.length > 1) {
      throw new Refusal(
        'transition_forbidden',
        `${order.order_number} has ${shipments.length} parcels; a number can be corrected while there is one.`,
      );
    }
    const { trackingNumber: tracking_number, carrier } = tracking;
    const tracking_url = trackingPage(tracking, context.settings.publicUrl);
    const next_poll_at = context.carriers.for(carrier) ? context.now() : null;
    await updateShipment(tx, shipment.id, {
      tracking_number,
      carrier,
      tracking_url,
      status: 'unknown',
      next_poll_at,
      last_polled_at: null,
    });
    const data = { carrier, tracking_number, instead_of: shipment.tracking_number };
    await saveOrder(
      tx,
      order,
      {},
      { actor: context.actor, now: context.now(), events: [{ kind: 'shipment.corrected', data }] },
    );
    return true;
  });
  if (!done) await fulfillOrder(context, { order: wanted.order, tracking_number: typed, carrier: wanted.carrier });
}
