import type { WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { OrderChange } from '../orders/save-order.ts';
import type { OrderRow } from '../orders/tables.ts';
import { type DetectedTracking, trackingPage } from '../shipping/detect.ts';
import { type ShipmentRow, updateShipment } from '../shipping/store.ts';

/** Gives the one parcel of an order another number. Throws `transition_forbidden` when it has several. */
export async function correctTracking(
  cx: WriteContext,
  { order, shipments }: { readonly order: OrderRow; readonly shipments: readonly ShipmentRow[] },
  tracking: DetectedTracking,
): Promise<OrderChange> {
  const [shipment, another] = shipments;
  if (!shipment || another) {
    throw new Refusal(
      'transition_forbidden',
      `${order.order_number} has ${shipments.length} parcels; a number can be corrected while there is one.`,
    );
  }
  const { trackingNumber: tracking_number, carrier } = tracking;
  await updateShipment(cx.db, shipment.id, {
    tracking_number,
    carrier,
    tracking_url: trackingPage(tracking, cx.settings.publicUrl),
    status: 'unknown',
    next_poll_at: cx.carriers.for(carrier) ? cx.now() : null,
    last_polled_at: null,
  });
  const data = { carrier, tracking_number, instead_of: shipment.tracking_number };
  return { events: [{ kind: 'shipment.corrected', data }] };
}
