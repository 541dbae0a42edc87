/**
 * Another number for a parcel that was recorded under a wrong one. What was heard of the wrong number goes with it, an answer
 * about it that is still on its way is nobody's, and a customer who was mailed the wrong one is mailed the right one.
 */
import type { WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import type { OrderChange } from '../orders/save-order.ts';
import type { OrderRow } from '../orders/tables.ts';
import { wasDone } from '../outbox/store.ts';
import { type DetectedTracking, trackingPage } from '../shipping/detect.ts';
import { forgetTrackingEvents, type ShipmentRow, updateShipment } from '../shipping/store.ts';
import { normalTracking } from '../shipping/tracking-form.ts';
import { requireUnused } from './tracking-numbers.ts';

export interface Correction {
  readonly tracking: DetectedTracking;
  /** The number it has now; needed where the order has several parcels. */
  readonly insteadOf?: string | undefined;
  /** Whether a number that is on another order is taken all the same. */
  readonly force: boolean;
}

/** Throws `transition_forbidden` when it is not clear which parcel is meant, and `tracking_number_used`. */
export async function correctTracking(
  cx: WriteContext,
  { order, shipments }: { readonly order: OrderRow; readonly shipments: readonly ShipmentRow[] },
  { tracking, insteadOf, force }: Correction,
): Promise<OrderChange> {
  const shipment = parcelMeant(order, shipments, insteadOf);
  if (!force) await requireUnused(cx, order, tracking);
  const { trackingNumber: tracking_number, carrier } = tracking;
  await forgetTrackingEvents(cx.db, shipment.id);
  await updateShipment(cx.db, shipment.id, {
    tracking_number,
    carrier,
    tracking_url: trackingPage(tracking, cx.settings.publicUrl),
    status: 'unknown',
    estimated_delivery: null,
    delivered_at: null,
    next_poll_at: cx.carriers.for(carrier) ? cx.now() : null,
    last_polled_at: null,
  });
  const mail = mailAnnouncement(order.id, 'order-shipped', shipment.id);
  const told = await wasDone(cx.db, mail.dedupe_key);
  return {
    events: [{ kind: 'shipment.corrected', data: { carrier, tracking_number, instead_of: shipment.tracking_number } }],
    announcements: told ? [{ ...mail, dedupe_key: `${mail.dedupe_key}:${tracking_number}` }] : [],
  };
}

function parcelMeant(
  { order_number }: OrderRow,
  shipments: readonly ShipmentRow[],
  insteadOf: string | undefined,
): ShipmentRow {
  const old = insteadOf && normalTracking(insteadOf);
  const meant = old ? shipments.filter(({ tracking_number }) => tracking_number === old) : shipments;
  const [only] = meant;
  if (only && meant.length === 1) return only;
  const numbers = shipments.map(({ tracking_number }) => tracking_number).join(', ');
  throw new Refusal(
    'transition_forbidden',
    `${order_number} has ${shipments.length} parcels (${numbers}); say which number is wrong: --instead-of NUMBER.`,
    { facts: { tracking_numbers: shipments.map(({ tracking_number }) => tracking_number) } },
  );
}
