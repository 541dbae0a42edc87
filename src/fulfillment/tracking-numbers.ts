/** What fulfillment knows about a tracking number besides its form: where the parcel goes, and whether the number is in use. */

import type { Context, WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { localDay } from '../lib/time.ts';
import type { OrderReference } from '../orders/reference.ts';
import { getOrderRow } from '../orders/store.ts';
import { type OrderRow, orders } from '../orders/tables.ts';
import type { DetectedTracking, DetectOptions } from '../shipping/detect.ts';
import { findShipmentsByTracking } from '../shipping/store.ts';

/** What decides between carriers whose numbers look alike; the order is looked at only when it has to be. */
export const placeOf = (
  { db, settings }: Context,
  order: OrderReference,
): Pick<DetectOptions, 'shopCarriers' | 'destination'> => ({
  shopCarriers: settings.carriers,
  destination: async () => (await getOrderRow(db, order).catch(() => undefined))?.shipping_address.country,
});

/** Throws `tracking_number_used` when another order was shipped with this number. */
export async function requireUnused(
  { db }: WriteContext,
  order: OrderRow,
  { trackingNumber }: DetectedTracking,
): Promise<void> {
  const [other] = (await findShipmentsByTracking(db, trackingNumber)).filter(({ order_id }) => order_id !== order.id);
  if (!other) return;
  const named = (await db.findOne(orders, { id: other.order_id }))?.order_number ?? other.order_id;
  throw new Refusal(
    'tracking_number_used',
    `${trackingNumber} is on ${named}, shipped ${localDay(other.shipped_at)}; compare it with the label. If both are in one box, add --force.`,
    { facts: { order_number: named } },
  );
}
