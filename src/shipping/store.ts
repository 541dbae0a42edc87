/** Shipments, what is in them, and what carriers said of them. */
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, id, int, nullable, type RowOf, text, time } from '../database/table.ts';
import { canonicalJson, sha256 } from '../lib/canonical.ts';
import { type Id, idToBytes, newId } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import type { TrackingReportEvent } from './carrier.ts';
import type { TrackingStatus } from './states.ts';

export const shipments = defineTable('shipments', {
  id: id('shp'),
  order_id: id('ord'),
  carrier: text(),
  tracking_number: text(),
  tracking_url: nullable(text()),
  status: text<TrackingStatus>(),
  estimated_delivery: nullable(time()),
  shipped_at: time(),
  delivered_at: nullable(time()),
  last_polled_at: nullable(time()),
  /** When the carrier is asked (again); empty once nothing more can come. */
  next_poll_at: nullable(time()),
  created_by: text(),
});
export type ShipmentRow = RowOf<typeof shipments>;

export const shipmentItems = defineTable('shipment_items', {
  shipment_id: id('shp'),
  order_item_id: id('itm'),
  quantity: int(),
});
export type ShipmentItemRow = RowOf<typeof shipmentItems>;

export const trackingEvents = defineTable('tracking_events', {
  id: id('trk'),
  shipment_id: id('shp'),
  event_key: text(),
  status: text<TrackingStatus>(),
  description: text(),
  location: nullable(text()),
  occurred_at: time(),
});
export type TrackingEventRow = RowOf<typeof trackingEvents>;

export async function insertShipment(db: Sql, shipment: ShipmentRow, items: readonly ShipmentItemRow[]): Promise<void> {
  await db.insert(shipments, [shipment]);
  await db.insert(shipmentItems, items);
}

/** Takes a parcel out of the books, with all that was known of it. */
export async function removeShipment(db: Sql, shipment_id: Id<'shp'>): Promise<void> {
  await db.remove(trackingEvents, { shipment_id });
  await db.remove(shipmentItems, { shipment_id });
  await db.remove(shipments, { id: shipment_id });
}

/** The parcels of an order, first shipped first. */
export const shipmentsOf = (db: Sql, orderId: Id<'ord'>): Promise<ShipmentRow[]> =>
  db.select(shipments, `SELECT ${shipments.list()} FROM shipments WHERE order_id = ? ORDER BY shipped_at, id`, [
    idToBytes(orderId),
  ]);

export async function trackingEventsOf(db: Sql, shipmentIds: readonly Id<'shp'>[]): Promise<TrackingEventRow[]> {
  if (shipmentIds.length === 0) return [];
  return db.find(
    trackingEvents,
    { shipment_id: shipmentIds },
    {
      order: [
        ['occurred_at', 'ASC'],
        ['id', 'ASC'],
      ],
    },
  );
}

/** The carriers that have parcels to be asked about now. */
export async function carriersDue(db: Sql, now: Instant): Promise<string[]> {
  const sql = 'SELECT DISTINCT carrier FROM shipments WHERE next_poll_at <= ? ORDER BY carrier';
  return (await db.rows<{ carrier: string }>(sql, [encodeTime(now)])).map(({ carrier }) => carrier);
}

/** Parcels of these carriers that should be asked about now, most overdue first. */
export const shipmentsDue = (
  db: Sql,
  { carriers, now, limit }: { readonly carriers: readonly string[]; readonly now: Instant; readonly limit: number },
): Promise<ShipmentRow[]> =>
  db.select(
    shipments,
    `SELECT ${shipments.list()} FROM shipments WHERE carrier IN (${carriers.map(() => '?').join(', ')})
     AND next_poll_at <= ? ORDER BY next_poll_at, id LIMIT ${limit}`,
    [...carriers, encodeTime(now)],
  );

/** Claims the asking about a shipment until `until`, if nobody else did meanwhile. */
export const claimPoll = async (db: Sql, shipment: ShipmentRow, until: Instant): Promise<boolean> =>
  (await db.update(shipments, { next_poll_at: until }, { id: shipment.id, next_poll_at: shipment.next_poll_at })) > 0;

export const updateShipment = (db: Sql, shipmentId: Id<'shp'>, changes: Partial<ShipmentRow>): Promise<number> =>
  db.update(shipments, changes, { id: shipmentId });

export const updateShipments = async (
  db: Sql,
  ids: readonly Id<'shp'>[],
  changes: Partial<ShipmentRow>,
): Promise<number> => (ids.length === 0 ? 0 : db.update(shipments, changes, { id: ids }));

export const findShipmentsByTracking = (db: Sql, trackingNumber: string): Promise<ShipmentRow[]> =>
  db.find(shipments, { tracking_number: trackingNumber });

/** The key that makes an event of a parcel known. */
export const eventKeyOf = (event: TrackingReportEvent): string => sha256(canonicalJson(event));

/** Writes the events that are new; carriers repeat themselves. How many were new. */
export async function recordTrackingEvents(
  db: Sql,
  shipmentId: Id<'shp'>,
  events: readonly TrackingReportEvent[],
): Promise<number> {
  const known = new Set((await trackingEventsOf(db, [shipmentId])).map(({ event_key }) => event_key));
  let recorded = 0;
  for (const event of events) {
    const event_key = eventKeyOf(event);
    if (known.has(event_key)) continue;
    try {
      await db.insert(trackingEvents, [
        {
          id: newId('trk'),
          shipment_id: shipmentId,
          event_key,
          status: event.status,
          description: event.description.slice(0, 300),
          location: event.location?.slice(0, 200) ?? null,
          occurred_at: event.occurredAt,
        },
      ]);
      recorded += 1;
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
    }
  }
  return recorded;
}

/** What a carrier said of a number that was not this parcel's. */
export const forgetTrackingEvents = (db: Sql, shipment_id: Id<'shp'>): Promise<number> =>
  db.remove(trackingEvents, { shipment_id });

/** Takes what carriers said of a person out of the news of some parcels: where and when stays, who does not. */
export async function eraseTracking(db: Sql, order_id: Id<'ord'>, gone: string): Promise<void> {
  const ids = (await db.find(shipments, { order_id })).map(({ id: shipment }) => shipment);
  if (ids.length > 0) await db.update(trackingEvents, { description: gone, location: null }, { shipment_id: ids });
}
