/** Parcels somebody should look after: held up, on their way back, or without a word for days. */
import { z } from 'zod';
import { DAY, plus } from '../lib/time.ts';
import { type TrackingStatus, trackingTitle } from '../shipping/states.ts';
import { type ShipmentRow, shipments } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { parcelsInTrouble } from './queries.ts';

export interface TrackingException {
  readonly order_number: string;
  readonly carrier: string;
  readonly tracking_number: string;
  readonly shipped_at: string;
  readonly status: TrackingStatus;
  readonly problem: string;
}

/** A label that no carrier has scanned after this is lost, or still lies here. */
const NO_SCAN_MS = 2 * DAY;
/** A parcel on its way of which a carrier says nothing new for so long is stuck somewhere. */
const QUIET_MS = 5 * DAY;

const QUIET: ReadonlySet<TrackingStatus> = new Set(['in_transit', 'out_for_delivery', 'available_for_pickup']);

/** Oldest first. */
export const trackingExceptions = defineUseCase({
  name: 'tracking-exceptions',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async run({ db, now }): Promise<TrackingException[]> {
    const rows = await parcelsInTrouble(db, {
      unscannedSince: plus(now(), -NO_SCAN_MS),
      quietSince: plus(now(), -QUIET_MS),
    });
    return rows.map((row) => exceptionOf(String(row.order_number), shipments.decode(row)));
  },
});

function exceptionOf(order_number: string, shipment: ShipmentRow): TrackingException {
  const { carrier, tracking_number, shipped_at, status } = shipment;
  const unseen = status === 'unknown' || status === 'pre_transit';
  const onItsWay = QUIET.has(status) ? 'No news for five days' : trackingTitle(status);
  const problem = unseen ? 'No scan since it was shipped' : onItsWay;
  return { order_number, carrier, tracking_number, shipped_at, status, problem };
}
