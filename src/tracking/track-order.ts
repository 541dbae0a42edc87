import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { plus } from '../lib/time.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { orderReference } from '../orders/reference.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { TrackingView } from '../orders/wire/shapes.ts';
import { parcelFacts } from '../orders/wire/view.ts';
import { isTrackingFinal } from '../shipping/states.ts';
import { type ShipmentRow, shipmentsOf, type TrackingEventRow, trackingEventsOf } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { pollShipments } from './poll.ts';

/**
 * Where an order's parcels are. Carriers are asked first about parcels whose stored news is older than the polling
 * interval, or about all that are on their way with `poll_now`. Throws `order_not_found` and `nothing_shipped`.
 */
export const trackOrder = defineUseCase({
  name: 'track-order',
  allow: ['customer', 'staff'],
  input: z.strictObject({ order: orderReference, poll_now: z.boolean().default(false) }),
  async run(context, input): Promise<TrackingView> {
    const order = await getVisibleOrder(context, input.order);
    const shipments = await shipmentsOf(context.db, order.id);
    if (shipments.length === 0) {
      throw new Refusal(
        'nothing_shipped',
        `Nothing of ${order.order_number} has been shipped yet; a mail with the tracking link follows when it is.`,
      );
    }
    const staleBefore = plus(context.now(), -context.settings.trackingPollMs);
    const stale = shipments.filter(
      (shipment) =>
        !isTrackingFinal(shipment.status) &&
        shipment.next_poll_at !== null &&
        (input.poll_now || (shipment.last_polled_at ?? '') <= staleBefore),
    );
    if (stale.length > 0) await pollShipments(context, stale);
    return view(context, order, stale.length > 0 ? await shipmentsOf(context.db, order.id) : shipments);
  },
});

async function view(
  context: Context,
  order: Pick<OrderRow, 'id' | 'order_number' | 'status'>,
  shipments: readonly ShipmentRow[],
): Promise<TrackingView> {
  const events = await trackingEventsOf(
    context.db,
    shipments.map(({ id }) => id),
  );
  const { id: order_id, order_number, status } = order;
  return { order_id, order_number, status, shipments: trackedShipments(shipments, events) };
}

/** Parcels with their history, oldest news first. */
export const trackedShipments = (shipments: readonly ShipmentRow[], events: readonly TrackingEventRow[]) =>
  shipments.map((shipment) => ({
    ...parcelFacts(shipment),
    last_polled_at: shipment.last_polled_at,
    history: events
      .filter(({ shipment_id }) => shipment_id === shipment.id)
      .map(({ status, description, location, occurred_at }) => ({ at: occurred_at, status, description, location })),
  }));
