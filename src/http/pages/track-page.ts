/** The page the shipping mail links to: where an order is. It needs no login and no JavaScript. */
import { escapeHtml } from '../../notifications/layout.ts';
import type { TrackPage } from '../../orders/track-link.ts';
import { carrierName } from '../../shipping/carrier-names.ts';
import type { Reply } from '../route.ts';
import { page, time } from './page.ts';

export function trackPage(tracked: TrackPage): Reply {
  const { order, items, shipments } = tracked;
  return page({
    title: `Order ${order.order_number}`,
    header: `<p class="soft">Order ${escapeHtml(order.order_number)}</p><h1>${headline(tracked)}</h1>${expected(tracked)}`,
    main: [
      card('The way of your order', `<ol class="steps">${stepsOf(tracked).map(stepHtml).join('')}</ol>`),
      ...shipments.map(parcel),
      card('What you ordered', `<ul class="plain">${items.map(item).join('')}</ul>`),
    ].join('\n'),
  });
}

let cards = 0;

function card(title: string, inside: string): string {
  cards = (cards + 1) % 1000;
  const id = `card-${cards}`;
  return `<section class="card" aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>${inside}</section>`;
}

const HEADLINES: Readonly<Record<string, string>> = {
  pending: 'We are waiting for your payment',
  confirmed: 'We have your order',
  processing: 'We are getting your order ready',
  partially_shipped: 'A part of your order is on its way',
  shipped: 'Your order is on its way',
  delivered: 'Your order has arrived',
  failed: 'Your payment did not go through',
  cancelled: 'Your order was cancelled',
  returned: 'Your order came back to us',
};

function headline({ order, shipments }: TrackPage): string {
  const [only] = shipments;
  const alone = shipments.length === 1 && order.status === 'shipped' ? only : undefined;
  if (alone?.status === 'out_for_delivery') return 'Your parcel arrives today';
  if (alone?.status === 'exception') return 'Your parcel is held up';
  if (alone?.status === 'available_for_pickup') return 'Your parcel is ready to be picked up';
  return HEADLINES[order.status] ?? 'Your order';
}

function expected({ order, shipments }: TrackPage): string {
  const open = shipments.filter(({ delivered_at, estimated_delivery }) => !delivered_at && estimated_delivery);
  const last = open
    .map(({ estimated_delivery }) => estimated_delivery as string)
    .sort()
    .at(-1);
  return last && order.status !== 'delivered' ? `<p>Expected ${time(last)}</p>` : '';
}

interface Step {
  readonly title: string;
  readonly at: string | null | undefined;
  readonly bad?: boolean;
}

/** The steps every order takes; those still to come have no time. */
function stepsOf({ order, events, shipments }: TrackPage): Step[] {
  const when = (kind: string) => events.find((event) => event.kind === kind)?.created_at;
  const ended = order.status === 'cancelled' || order.status === 'failed';
  const begun: Step[] = [
    { title: 'Ordered', at: order.placed_at },
    { title: 'Payment confirmed', at: order.confirmed_at },
  ];
  if (ended) {
    const title = order.status === 'cancelled' ? 'Cancelled' : 'Payment failed';
    return [...begun.filter(({ at }) => at), { title, at: order.cancelled_at ?? order.updated_at, bad: true }];
  }
  const news = shipments.flatMap(({ history }) => history);
  const first = (status: string) =>
    news
      .filter((entry) => entry.status === status)
      .map(({ at }) => at)
      .sort()[0];
  return [
    ...begun,
    { title: 'Being prepared', at: when('order.processing') ?? when('shipment.created') },
    { title: 'Handed to the carrier', at: when('shipment.created') },
    { title: 'On its way', at: first('in_transit') },
    { title: 'Out for delivery', at: first('out_for_delivery') },
    { title: 'Delivered', at: order.delivered_at },
    ...(order.status === 'returned' ? [{ title: 'Returned', at: when('order.returned'), bad: true }] : []),
  ];
}

function stepHtml({ title, at, bad }: Step, index: number, steps: readonly Step[]): string {
  // A step whose news never came has happened all the same when a later one has.
  const reached = steps.slice(index).some((step) => step.at);
  const current = reached && !steps.slice(index + 1).some((step) => step.at);
  const kind = bad ? 'done bad' : reached ? 'done' : '';
  return `<li${kind ? ` class="${kind}"` : ''}${current ? ' aria-current="step"' : ''}>${title}${time(at)}</li>`;
}

function parcel(shipment: TrackPage['shipments'][number]): string {
  const { carrier, tracking_number, tracking_url, status, status_title, history } = shipment;
  const link = tracking_url
    ? `<p><a class="button" href="${escapeHtml(tracking_url)}" rel="noreferrer">See it at ${escapeHtml(carrierName(carrier))}</a></p>`
    : '';
  const news = [...history]
    .reverse()
    .map(
      ({ at, description, location }) =>
        `<li>${escapeHtml(description)}${location ? ` <span class="soft">— ${escapeHtml(location)}</span>` : ''}${time(at)}</li>`,
    );
  const trouble = status === 'exception' || status === 'return_to_sender';
  return card(
    `Parcel ${tracking_number}`,
    `<p${trouble ? ' class="alert"' : ''}>${escapeHtml(status_title)}</p>${link}${news.length > 0 ? `<ul class="plain">${news.join('')}</ul>` : ''}`,
  );
}

function item({ name, quantity, shipped_quantity, cancelled_quantity }: TrackPage['items'][number]): string {
  const cancelled = cancelled_quantity > 0 ? `, ${cancelled_quantity} cancelled` : '';
  const part = shipped_quantity > 0 && shipped_quantity < quantity ? `, ${shipped_quantity} shipped` : '';
  return `<li>${quantity} × ${escapeHtml(name)}<span class="soft">${part}${cancelled}</span></li>`;
}
