/** Moving an order by hand: what staff set, as the moves the order's machine knows. */
import { z } from 'zod';
import { tryRefunds } from '../billing/send-refund.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { fulfill } from '../fulfillment/fulfill-order.ts';
import { idempotencyKey, once } from '../idempotency/once.ts';
import type { Id } from '../lib/ids.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../orders/access.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { addNote, noteText } from '../orders/hold/hold-order.ts';
import { showOrder } from '../orders/read/get-order.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { type OrderEvent, type OrderStatus, orderMachine } from '../orders/states.ts';
import { type OrderParts, readParts, requireVersion } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import type { OrderView } from '../orders/wire/shapes.ts';
import { announce } from '../outbox/store.ts';
import { type DetectedTracking, detectTracking, trackingPage } from '../shipping/detect.ts';
import { updateShipment } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { cancel } from './cancel-order.ts';

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
  internal_notes: noteText.optional(),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});
type UpdateInput = z.output<typeof input>;

/**
 * Changes an order by hand: its status, its tracking number, a note, or all of them, in one transaction. `shipped` needs
 * a tracking number and ships everything left. Throws `transition_forbidden`, `stale_version`, and the refusals of
 * fulfilling and cancelling.
 */
export const updateOrder = defineUseCase({
  name: 'update-order',
  allow: ['staff'],
  input,
  async run(context, wanted): Promise<OrderView> {
    refuseNothing(wanted);
    const { order, tracking_number, carrier } = wanted;
    const tracking = tracking_number === undefined ? undefined : await detectTracking(tracking_number, carrier);
    const show = () => showOrder(context, order);
    return once(context, 'update-order', wanted, {
      async run(claim) {
        const refundIds = await context.atomic('update.commit', async (tx) => {
          await claim(tx);
          return update(context, tx, wanted, tracking);
        });
        await tryRefunds(context, refundIds);
        return show();
      },
      show,
    });
  },
});

function refuseNothing({ status, tracking_number, internal_notes }: UpdateInput): void {
  if (status === undefined && tracking_number === undefined && internal_notes === undefined) {
    throw new Refusal('invalid_input', 'Nothing to change: give a status, a tracking_number or internal_notes.');
  }
  if (status === 'shipped' && tracking_number === undefined) {
    const detail = 'is needed to ship';
    throw new Refusal('invalid_input', `tracking_number: ${detail}.`, {
      errors: [{ pointer: '/tracking_number', detail }],
    });
  }
}

/** The refunds it returns are still to be sent. */
async function update(
  context: Context,
  tx: Tx,
  wanted: UpdateInput,
  tracking: DetectedTracking | undefined,
): Promise<Id<'rfd'>[]> {
  let order = await getVisibleOrder(tx, context.actor, wanted.order);
  await requireVersion(tx, order, wanted.expected_version);
  if (wanted.internal_notes !== undefined) {
    const { event } = await addNote(context, tx, order, wanted.internal_notes);
    ({ order } = await saveOrder(context, tx, order, {}, [event]));
  }
  const named = { order: order.id, notify: true, expected_version: undefined };
  if (wanted.status === 'cancelled') {
    const reason = wanted.internal_notes ?? 'no reason given';
    return cancel(context, tx, { ...named, reason, restock: true });
  }
  if (tracking && wanted.status === 'shipped') await fulfill(context, tx, named, tracking);
  else if (wanted.status !== undefined) await moveByHand(context, tx, order, wanted.status);
  else if (tracking) await correctTracking(context, tx, order, tracking);
  return [];
}

async function moveByHand(context: Context, tx: Tx, order: OrderRow, status: OrderStatus): Promise<void> {
  const event = BY_HAND[status] as OrderEvent;
  const next = orderMachine.next(order.status, event);
  if (!next) throw forbidden(order, status);
  const parts = await readParts(tx, order);
  if (next !== 'delivered') {
    const kind = next === 'returned' ? 'order.returned' : 'order.processing';
    await saveOrder(context, tx, order, { status: next }, [{ kind }]);
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
  await saveOrder(context, tx, order, changes, [...events, { kind: 'order.delivered' }]);
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
async function correctTracking(context: Context, tx: Tx, order: OrderRow, tracking: DetectedTracking): Promise<void> {
  const { shipments } = await readParts(tx, order);
  const [shipment] = shipments;
  if (!shipment) return fulfill(context, tx, { order: order.id, notify: true, expected_version: undefined }, tracking);
  if (shipments.length > 1) {
    throw new Refusal(
      'transition_forbidden',
      `${order.order_number} has ${shipments.length} parcels; a number can be corrected while there is one.`,
    );
  }
  const { trackingNumber: tracking_number, carrier } = tracking;
  await updateShipment(tx, shipment.id, {
    tracking_number,
    carrier,
    tracking_url: trackingPage(tracking, context.settings.publicUrl),
    status: 'unknown',
    next_poll_at: context.carriers.for(carrier) ? context.now() : null,
    last_polled_at: null,
  });
  const data = { carrier, tracking_number, instead_of: shipment.tracking_number };
  const events: NewEvent[] = [{ kind: 'shipment.corrected', data }];
  await saveOrder(context, tx, order, {}, events);
}
