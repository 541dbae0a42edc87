/** The page the shipping mail links to: where an order is, in its customer's language. It needs no login and no JavaScript. */
import { LANGUAGES, type Language, languageOf } from '../../languages/index.ts';
import { type Html, html, NO_HTML } from '../../lib/html.ts';
import type { ShopIdentity } from '../../lib/shop-identity.ts';
import { carrierName } from '../../shipping/carrier-names.ts';
import type { TrackPage } from '../../tracking/track-link.ts';
import type { Reply } from '../route.ts';
import { page, time } from './page.ts';

export function trackPage(tracked: TrackPage, shop: ShopIdentity): Reply {
  const { order, items, shipments } = tracked;
  const say = languageOf(order.locale);
  const title = say.page.order(order.order_number);
  const steps = stepsOf(tracked, say);
  return page({
    title: say.page.order(order.order_number),
    language: say,
    shop,
    header: html`<p class="soft">${title}</p><h1>${headline(tracked, say)}</h1>${expected(tracked, say)}`,
    main: html`${[
      card('way', say.page.way, html`<ol class="steps">${steps.map((_, index) => stepHtml(steps, index, say))}</ol>`),
      ...shipments.map((shipment) => parcel(shipment, say)),
      card('ordered', say.page.ordered, html`<ul class="plain">${items.map((line) => item(line, say))}</ul>`),
    ]}`,
  });
}

/** For somebody whose link is cut or too old, of whom we know no language: all we speak. */
export function linkGonePage(shop: ShopIdentity): Reply {
  return page({
    shop,
    title: LANGUAGES.map((language) => language.page.linkGone.title).join(' · '),
    status: 404,
    main: html`${LANGUAGES.map(
      ({ code, page: { linkGone } }) =>
        html`<section class="card" lang="${code}"><h1>${linkGone.title}</h1><p>${linkGone.text}</p></section>`,
    )}`,
  });
}

function card(id: string, title: string, inside: Html): Html {
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${inside}</section>`;
}

/** Bad news leads, whatever other parcels do; then the news of the only parcel. */
function headline({ order, shipments }: TrackPage, { page: say }: Language): string {
  const onTheWay = order.status === 'shipped' || order.status === 'partially_shipped';
  if (onTheWay && shipments.some(({ status }) => status === 'exception')) return say.heldUp;
  const [only] = shipments;
  const alone = shipments.length === 1 && order.status === 'shipped' ? only : undefined;
  if (alone?.status === 'out_for_delivery') return say.arrivesToday;
  if (alone?.status === 'available_for_pickup') return say.readyForPickup;
  return say.headlines[order.status] ?? say.order(order.order_number);
}

/** When the last parcel is expected; a time that has gone by promises nothing. */
function expected({ order, shipments, now }: TrackPage, say: Language): Html {
  const open = shipments.filter(({ delivered_at, estimated_delivery }) => !delivered_at && estimated_delivery);
  const last = open
    .map(({ estimated_delivery }) => estimated_delivery as string)
    .sort()
    .at(-1);
  if (!last || last < now || order.status === 'delivered') return NO_HTML;
  const [before, after] = say.page.expected(GAP).split(GAP);
  return html`<p>${before}${time(last, say)}${after}</p>`;
}

/** Stands for the time in a phrase, until the phrase is taken apart there. */
const GAP = '\u0000';

interface Step {
  readonly title: string;
  readonly at: string | null | undefined;
  readonly bad?: boolean;
}

/** The steps every order takes; those still to come have no time. */
function stepsOf({ order, events, shipments }: TrackPage, { page: { steps: say } }: Language): Step[] {
  const when = (kind: string) => events.find((event) => event.kind === kind)?.created_at;
  const ended = order.status === 'cancelled' || order.status === 'failed';
  const begun: Step[] = [
    { title: say.ordered, at: order.placed_at },
    { title: say.paid, at: order.confirmed_at },
  ];
  if (ended) {
    const title = order.status === 'cancelled' ? say.cancelled : say.failed;
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
    { title: say.prepared, at: when('order.processing') ?? when('shipment.created') },
    { title: say.handedOver, at: when('shipment.created') },
    { title: say.onItsWay, at: first('in_transit') },
    { title: say.outForDelivery, at: first('out_for_delivery') },
    { title: say.delivered, at: order.delivered_at },
    ...(order.status === 'returned' ? [{ title: say.returned, at: when('order.returned'), bad: true }] : []),
  ];
}

function stepHtml(steps: readonly Step[], index: number, say: Language): Html {
  const { title, at, bad } = steps[index] as Step;
  // A step whose news never came has happened all the same when a later one has.
  const reached = steps.slice(index).some((step) => step.at);
  const current = reached && !steps.slice(index + 1).some((step) => step.at);
  const kind = bad ? 'done bad' : reached ? 'done' : '';
  return html`<li${kind && html` class="${kind}"`}${current && html` aria-current="step"`}>${title}${time(at, say)}</li>`;
}

function parcel(shipment: TrackPage['shipments'][number], say: Language): Html {
  const { carrier, tracking_number, tracking_url, status, history } = shipment;
  const at = say.page.seeAtCarrier(say.carriers[carrier] ?? carrierName(carrier));
  const link = tracking_url
    ? html`<p><a class="button" href="${tracking_url}" rel="noreferrer">${at}</a></p>`
    : NO_HTML;
  const news = [...history]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map(
      ({ at: when, status: step, description, location }) =>
        html`<li>${say.tracking[step]} <span class="soft" lang="en">${[description, location].filter(Boolean).join(' — ')}</span>${time(when, say)}</li>`,
    );
  const trouble = status === 'exception' || status === 'return_to_sender';
  return card(
    `parcel-${shipment.id}`,
    tracking_number === null || carrier === 'pickup' ? say.words.shipping : say.page.parcel(tracking_number),
    html`<p${trouble && html` class="alert"`}>${say.tracking[status]}</p>${link}${news.length > 0 && html`<ul class="plain">${news}</ul>`}`,
  );
}

function item(line: TrackPage['items'][number], { page: say }: Language): Html {
  const { name, quantity, shipped_quantity, cancelled_quantity } = line;
  const cancelled = cancelled_quantity > 0 ? `, ${say.cancelledOf(cancelled_quantity)}` : '';
  const part = shipped_quantity > 0 && shipped_quantity < quantity ? `, ${say.shippedOf(shipped_quantity)}` : '';
  return html`<li>${quantity} × ${name}<span class="soft">${part}${cancelled}</span></li>`;
}
