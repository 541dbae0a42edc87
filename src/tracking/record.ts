/** What a carrier says, written down: events, the parcel's status, and the order's when everything has arrived. */
import type { Context, WriteContext } from '../context.ts';
import type { Id } from '../lib/ids.ts';
import { DAY, type Instant, plus } from '../lib/time.ts';
import type { MailTemplateCode } from '../notifications/templates/index.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import { saveOrder } from '../orders/save-order.ts';
import { orderMachine } from '../orders/states.ts';
import { getOrderRow, type OrderParts, readParts } from '../orders/store.ts';
import type { EventKind, NewEvent } from '../orders/timeline.ts';
import { announce, isAnnounced } from '../outbox/store.ts';
import type { TrackingReport } from '../shipping/carrier.ts';
import { pollIntervalMs } from '../shipping/poll-interval.ts';
import { advance, isTrackingFinal, type TrackingStatus } from '../shipping/states.ts';
import { recordTrackingEvents, type ShipmentRow, updateShipment } from '../shipping/store.ts';
import { ownNews } from './own-news.ts';

/** Parcels that have not arrived after this are not asked about any more. */
const GIVE_UP_AFTER_MS = 90 * DAY;

/** Records a report on a shipment; undefined means the carrier had nothing. Repeating is safe. */
export function recordTracking(
  context: Context,
  { id, order_id, tracking_number }: ShipmentRow,
  report: TrackingReport | undefined,
): Promise<void> {
  return context.atomic('tracking.record', async (cx) => {
    const order = await getOrderRow(cx.db, { id: order_id });
    const parts = await readParts(cx.db, order);
    const shipment = parts.shipments.find((candidate) => candidate.id === id);
    // Taken back, or given another number, while the carrier was being asked about this one.
    if (!shipment || shipment.tracking_number !== tracking_number) return;
    const news = report && ownNews(report, { shipped_at: shipment.shipped_at, now: cx.now() });
    if (news) await recordTrackingEvents(cx.db, id, news.events);
    const status = news ? advance(shipment.status, news.status) : shipment.status;
    const now = cx.now();
    const arrivedAt = status === 'delivered' ? (shipment.delivered_at ?? deliveryIn(news) ?? now) : null;
    await updateShipment(cx.db, id, {
      status,
      estimated_delivery: news?.estimatedDelivery ?? shipment.estimated_delivery,
      delivered_at: arrivedAt,
      last_polled_at: now,
      next_poll_at: nextPollAt(cx, shipment, status),
    });
    if (status === shipment.status) return;
    await tellOrder(cx, parts, { ...shipment, status, delivered_at: arrivedAt });
    await tellCustomer(cx, order.id, { ...shipment, status });
  });
}

/** When it was handed over, which need not be the last thing that is said of it. */
const deliveryIn = (report: TrackingReport | undefined): Instant | undefined =>
  (report?.events.find(({ status }) => status === 'delivered') ?? report?.events.at(-1))?.occurredAt;

/** When to look again; null when nothing more can come, or nobody would believe it. */
export function nextPollAt(
  { now, settings }: Context,
  { shipped_at }: ShipmentRow,
  status: TrackingStatus,
): Instant | null {
  if (isTrackingFinal(status) || now() > plus(shipped_at, GIVE_UP_AFTER_MS)) return null;
  const ageMs = Date.parse(now()) - Date.parse(shipped_at);
  return plus(now(), pollIntervalMs(status, ageMs, settings.trackingPollMs));
}

async function tellOrder(cx: WriteContext, parts: OrderParts, shipment: ShipmentRow): Promise<void> {
  const kind = EVENTS[shipment.status];
  if (!kind) return;
  const shipments = parts.shipments.map((earlier) => (earlier.id === shipment.id ? shipment : earlier));
  const data = { carrier: shipment.carrier, tracking_number: shipment.tracking_number };
  const events: NewEvent[] = [{ kind, data }];
  const arrived = shipments.every(({ status }) => status === 'delivered')
    ? orderMachine.next(parts.order.status, 'deliver')
    : undefined;
  if (arrived) events.push({ kind: 'order.delivered' });
  const changes = {
    fulfillment_status: fulfillmentStatusOf(parts.items, shipments),
    ...(arrived ? { status: arrived, delivered_at: lastArrival(shipments) ?? cx.now() } : {}),
  };
  await saveOrder(cx, parts.order, { changes, events });
}

/** An order has arrived when its last parcel has. */
const lastArrival = (shipments: readonly ShipmentRow[]): Instant | undefined =>
  shipments
    .flatMap(({ delivered_at }) => delivered_at ?? [])
    .sort()
    .at(-1);

/** The steps of a parcel that its customer hears of, each once for a parcel. */
const MAILS: Partial<Record<TrackingStatus, MailTemplateCode>> = {
  out_for_delivery: 'parcel-arriving',
  exception: 'parcel-delayed',
  delivered: 'order-delivered',
};

async function tellCustomer(cx: WriteContext, order: Id<'ord'>, { id, status }: ShipmentRow): Promise<void> {
  const template = MAILS[status];
  if (!template) return;
  const mail = mailAnnouncement(order, template, id);
  // A parcel may be held up, and out for delivery, more than once; one mail of each is enough.
  if (!(await isAnnounced(cx.db, mail.dedupe_key))) await announce(cx.db, cx.now(), [mail]);
}

/** The steps of a parcel that belong in the order's own timeline. */
const EVENTS: Partial<Record<TrackingStatus, EventKind>> = {
  delivered: 'shipment.delivered',
  exception: 'shipment.exception',
  return_to_sender: 'shipment.returning',
  cancelled: 'shipment.cancelled',
};
