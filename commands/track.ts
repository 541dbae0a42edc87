import { Refusal } from '../src/errors.ts';
import { localDay } from '../src/lib/time.ts';
import type { TrackingView } from '../src/orders/wire/shapes.ts';
import { trackingExceptions } from '../src/tracking/exceptions.ts';
import { trackOrder } from '../src/tracking/track-order.ts';
import { defineCommand } from './cli/define.ts';
import type { Io } from './cli/io.ts';
import { printList, printRecord, when } from './cli/render.ts';
import type { Session } from './cli/session.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'order', about: 'order number or id', optional: true }],
  options: [
    { flags: '--poll-now', about: 'ask the carrier first' },
    { flags: '--exceptions', about: 'every parcel that is held up, comes back, or has had no scan for days' },
  ],
  examples: ['track ORD-7K2M-X9QD4', 'track 7k2mx9qd4 --poll-now', 'track --exceptions'],
  async run(session, [order], options) {
    if (options.exceptions === true) return exceptions(session);
    if (order === undefined) throw new Refusal('usage', 'Name the order, or ask for --exceptions.');
    const view = await trackOrder(await session.context(), { order, poll_now: options.pollNow === true });
    printRecord(session, view, () => trackingText(session.io, view));
  },
});

async function exceptions(session: Session): Promise<undefined> {
  const found = await trackingExceptions(await session.context(), {});
  printList(session, {
    rows: found,
    columns: [
      { title: 'ORDER', show: ({ order_number }) => order_number },
      { title: 'PARCEL', show: ({ carrier, tracking_number }) => `${carrier} ${tracking_number}`, least: 16 },
      { title: 'SHIPPED', show: ({ shipped_at }) => localDay(shipped_at), plain: ({ shipped_at }) => shipped_at },
      { title: 'WHAT IS WRONG', show: ({ problem }) => problem, least: 16 },
    ],
    json: { exceptions: found },
    id: ({ order_number }) => order_number,
    empty: 'Every parcel is on its way.',
  });
  return undefined;
}

function trackingText(io: Io, { order_number, status, shipments }: TrackingView): string {
  const parcels = shipments.map((shipment) => {
    const expected =
      shipment.estimated_delivery && !shipment.delivered_at && Date.parse(shipment.estimated_delivery) > Date.now()
        ? `, expected ${when(shipment.estimated_delivery)}`
        : '';
    const history = shipment.history.map(
      ({ at, description, location }) =>
        `  ${io.color.dim(when(at))}  ${description}${location ? io.color.dim(` — ${location}`) : ''}`,
    );
    return [
      `${[shipment.carrier, shipment.tracking_number].filter(Boolean).join(' ')}: ${shipment.status_title}${expected}`,
      ...history,
    ].join('\n');
  });
  return [`${io.color.bold(order_number)}  ${status}`, ...parcels].join('\n\n');
}
