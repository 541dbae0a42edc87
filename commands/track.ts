import type { TrackingView } from '../src/orders/shapes.ts';
import { trackOrder } from '../src/orders/track-order.ts';
import type { Command } from './lib/define.ts';
import type { Io } from './lib/io.ts';
import { printRecord, when } from './lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'order', about: 'order number or id' }],
  options: [{ flags: '--poll-now', about: 'ask the carrier first' }],
  examples: ['track ORD-7K2M-X9QD4', 'track 7k2mx9qd4 --poll-now'],
  async run(session, [order = ''], options) {
    const view = await trackOrder(await session.context(), { order, poll_now: options.pollNow === true });
    printRecord(session, view, () => trackingText(session.io, view));
    return undefined;
  },
};

function trackingText(io: Io, { order_number, status, shipments }: TrackingView): string {
  const parcels = shipments.map((shipment) => {
    const expected =
      shipment.estimated_delivery && !shipment.delivered_at ? `, expected ${when(shipment.estimated_delivery)}` : '';
    const history = shipment.history.map(
      ({ at, description, location }) =>
        `  ${io.color.dim(when(at))}  ${description}${location ? io.color.dim(` — ${location}`) : ''}`,
    );
    return [`${shipment.carrier} ${shipment.tracking_number}: ${shipment.status_title}${expected}`, ...history].join(
      '\n',
    );
  });
  return [`${io.color.bold(order_number)}  ${status}`, ...parcels].join('\n\n');
}
