/** An order as text, for `show` and after every change. */
import { languageOf } from '../../src/languages/index.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import type { Io } from '../cli/io.ts';
import { money, status, table, when } from '../cli/render.ts';

type Item = OrderView['items'][number];

/** One line: number, status, what is paid. */
export function orderLine(io: Io, order: OrderView): string {
  const held = 'held' in order && order.held ? ` ${io.color.red('HELD')}` : '';
  return `${io.color.bold(order.order_number)}  ${status(io, order.status)}${held}  ${money(order.total, order.currency)} ${order.payment_status}`;
}

/** Everything of an order; its history too where the mails about it are given. */
export function orderText(io: Io, order: OrderView, mails?: readonly SentMail[]): string {
  return [
    orderLine(io, order),
    facts(io, order),
    table(io, order.items, itemColumns(order)),
    amounts(order),
    parcels(io, order),
    holdsAndNotes(io, order),
    mails ? history(io, order, mails) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function facts(io: Io, order: OrderView): string {
  const { shipping_address: to, customer } = order;
  const place = [to.line1, to.line2, [to.postal_code, to.city].filter(Boolean).join(' '), to.region, to.country];
  const rows: [string, string][] = [
    ['Placed', when(order.placed_at)],
    ['Customer', `${customer.name} <${customer.email}>, reads ${languageOf(order.locale).name}`],
    ['Ship to', [to.name, to.company, ...place].filter(Boolean).join(', ')],
    ['Shipping', order.shipping_method],
    ...(order.order_notes ? [['Notes', order.order_notes] as [string, string]] : []),
    ...(order.cancel_reason
      ? [['Cancelled', `${when(order.cancelled_at)}: ${order.cancel_reason}`] as [string, string]]
      : []),
  ];
  return rows.map(([name, value]) => `${io.color.dim(name.padEnd(10))} ${value}`).join('\n');
}

const itemColumns = ({ currency }: OrderView) => [
  { title: 'SKU', show: (item: Item) => item.sku, least: 10 },
  { title: 'PRODUCT', show: (item: Item) => item.name, least: 12 },
  { title: 'QTY', show: (item: Item) => String(item.quantity), right: true },
  { title: 'SHIPPED', show: (item: Item) => String(item.shipped_quantity), right: true },
  {
    title: 'CANCELLED',
    show: (item: Item) => (item.cancelled_quantity > 0 ? String(item.cancelled_quantity) : ''),
    right: true,
    spare: true,
  },
  { title: 'PRICE', show: (item: Item) => money(item.unit_price, currency), right: true },
  { title: 'TOTAL', show: (item: Item) => money(item.line_total, currency), right: true },
];

function amounts(order: OrderView): string {
  const show = (minor: number) => money(minor, order.currency);
  const parts = [`Goods ${show(order.subtotal)}`, `shipping ${show(order.shipping_total)}`];
  if (order.tax_total > 0) parts.push(`tax ${show(order.tax_total)}`);
  parts.push(`total ${show(order.total)}`);
  if (order.refunded_total > 0) parts.push(`refunded ${show(order.refunded_total)}`);
  const payments = order.payments.map(
    ({ id, status: state, description, decline_code }) =>
      `Payment ${id}: ${state}${description ? `, ${description}` : ''}${decline_code ? ` (${decline_code})` : ''}`,
  );
  const refunds = order.refunds.map(
    ({ amount, status: state, reason, kind }) =>
      `${kind === 'void' ? 'Release' : 'Refund'} of ${show(amount)}: ${state} (${reason})`,
  );
  return [parts.join(' · '), ...payments, ...refunds].join('\n');
}

function parcels(io: Io, order: OrderView): string {
  return order.shipments
    .map(({ carrier, tracking_number, status_title, items, tracking_url }) => {
      const inside = items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
      const link = tracking_url ? `\n  ${io.color.dim(tracking_url)}` : '';
      return `Parcel ${[carrier, tracking_number].filter(Boolean).join(' ')}: ${status_title} — ${inside}${link}`;
    })
    .join('\n');
}

function holdsAndNotes(io: Io, order: OrderView): string {
  if (!('holds' in order) || !order.holds || !order.internal_notes) return '';
  const holds = order.holds
    .filter(({ released_at }) => !released_at)
    .map(({ reason, held_by, held_at }) => io.color.red(`Held by ${held_by} since ${when(held_at)}: ${reason}`));
  const notes = order.internal_notes.map(
    ({ body, author, created_at }) => `Note by ${author}, ${when(created_at)}: ${body}`,
  );
  return [...holds, ...notes].join('\n');
}

/** Facts of events that are amounts. */
const MONEY = new Set(['total', 'amount']);
/** Facts that say nothing to people. */
const UNSAID = new Set(['currency', 'cause']);

/** A mail about an order, as it stands in its history. */
interface SentMail {
  readonly sent_at: string | null;
  readonly subject: string;
  readonly recipient: string;
}

function history(io: Io, order: OrderView, mails: readonly SentMail[]): string {
  const notes = 'internal_notes' in order ? [...(order.internal_notes ?? [])] : [];
  const lines = order.timeline.map(({ at, kind, title, data, ...event }) => {
    const facts = Object.entries(data).flatMap(([name, value]) => factText(name, value, order.currency));
    const noted = kind === 'order.noted' ? notes.shift()?.body : undefined;
    const who = 'actor' in event && event.actor ? io.color.dim(` ${event.actor}`) : '';
    const more = [...facts, ...(noted ? [noted] : [])].join(', ');
    return { at, text: `${title}${more === '' ? '' : ` (${more})`}${who}` };
  });
  const sent = mails.flatMap(({ sent_at, subject, recipient }) =>
    sent_at ? [{ at: sent_at, text: `Mail to ${recipient}: ${subject}` }] : [],
  );
  return [...lines, ...sent]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, text }) => `${io.color.dim(when(at))}  ${text}`)
    .join('\n');
}

function factText(name: string, value: unknown, currency: string): string[] {
  if (UNSAID.has(name) || value === false) return [];
  const said = name.replaceAll('_', ' ');
  if (value === true) return [said];
  const shown = MONEY.has(name) ? money(Number(value), currency) : String(value).replaceAll('\n', ', ');
  return [`${said} ${shown}`];
}
