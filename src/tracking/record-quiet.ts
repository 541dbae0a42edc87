/** Parcels of which a carrier said nothing new: only the next look is written, for many at once. */
import type { Context } from '../context.ts';
import { groupBy } from '../lib/group-by.ts';
import type { TrackingReport } from '../shipping/carrier.ts';
import { advance } from '../shipping/states.ts';
import { eventKeyOf, type ShipmentRow, trackingEventsOf, updateShipments } from '../shipping/store.ts';
import { ownNews } from './own-news.ts';
import { nextPollAt } from './record.ts';

/** Writes down that there is nothing new; returns the parcels of which there is. */
export async function recordQuiet(
  context: Context,
  batch: readonly ShipmentRow[],
  reports: ReadonlyMap<string, TrackingReport>,
): Promise<ShipmentRow[]> {
  const now = context.now();
  const known = new Set(
    (
      await trackingEventsOf(
        context.db,
        batch.map(({ id }) => id),
      )
    ).map(({ shipment_id, event_key }) => `${shipment_id} ${event_key}`),
  );
  const isNews = (shipment: ShipmentRow): boolean => {
    const said = reports.get(shipment.tracking_number);
    const report = said && ownNews(said, { shipped_at: shipment.shipped_at, now });
    if (nextPollAt(context, shipment, shipment.status) === null) return true;
    if (!report) return false;
    if (advance(shipment.status, report.status) !== shipment.status) return true;
    if (report.estimatedDelivery && report.estimatedDelivery !== shipment.estimated_delivery) return true;
    return report.events.some((event) => !known.has(`${shipment.id} ${eventKeyOf(event)}`));
  };
  const quiet = batch.filter((shipment) => !isNews(shipment));
  for (const [next_poll_at, parcels] of groupBy(quiet, (parcel) => nextPollAt(context, parcel, parcel.status))) {
    const ids = parcels.map(({ id }) => id);
    await updateShipments(context.db, ids, { last_polled_at: now, next_poll_at });
  }
  return batch.filter(isNews);
}
