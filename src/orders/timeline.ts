/**
 * The timeline: every write to an order leaves rows that say who did what, chained by hash, so that a row that was
 * changed, removed or slipped in later shows in the audit.
 */
import { type Actor, actorLabel } from '../context.ts';
import { canonicalJson, sha256 } from '../lib/canonical.ts';
import type { Id } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import type { EventData, OrderEventRow } from './tables.ts';

/** Every kind of event: what it is called, and whether the customer sees it. */
export const EVENT_KINDS = {
  'order.placed': { title: 'Order placed', customer: true },
  'order.confirmed': { title: 'Order confirmed', customer: true },
  'order.failed': { title: 'Order failed', customer: true },
  'order.processing': { title: 'Being prepared', customer: true },
  'order.address_corrected': { title: 'Address corrected', customer: true },
  'order.packed': { title: 'Packed', customer: false },
  'order.cancelled': { title: 'Order cancelled', customer: true },
  'order.lines_cancelled': { title: 'Part of the order cancelled', customer: true },
  'order.delivered': { title: 'Everything delivered', customer: true },
  'order.returned': { title: 'Order returned', customer: true },
  'order.held': { title: 'Put on hold', customer: false },
  'order.released': { title: 'Hold released', customer: false },
  'order.noted': { title: 'Note added', customer: false },
  'payment.authorized': { title: 'Payment authorized', customer: true },
  'payment.captured': { title: 'Payment received', customer: true },
  'payment.failed': { title: 'Payment failed', customer: true },
  'payment.unknown': { title: 'Payment being checked', customer: true },
  'payment.action_required': { title: 'Payment waits for your approval', customer: true },
  'payment.voided': { title: 'Payment released', customer: true },
  'payment.expired': { title: 'Authorization ran out', customer: false },
  'payment.late': { title: 'Payment arrived after the order had ended', customer: false },
  'refund.approved': { title: 'Refund agreed to', customer: false },
  'refund.requested': { title: 'Refund requested', customer: true },
  'refund.succeeded': { title: 'Refund sent', customer: true },
  'refund.failed': { title: 'Refund refused', customer: false },
  'shipment.created': { title: 'Shipped', customer: true },
  'shipment.undone': { title: 'Shipment taken back', customer: false },
  'shipment.corrected': { title: 'Tracking number corrected', customer: true },
  'shipment.collected': { title: 'Collected', customer: true },
  'shipment.delivered': { title: 'Parcel delivered', customer: true },
  'shipment.exception': { title: 'Parcel held up', customer: true },
  'shipment.returning': { title: 'Parcel on its way back', customer: true },
  'shipment.cancelled': { title: 'Label cancelled by the carrier', customer: false },
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** What a kind of event is called; a kind of a newer version goes by its name. */
export const eventTitle = (kind: string): string =>
  (EVENT_KINDS as Readonly<Record<string, { readonly title: string }>>)[kind]?.title ?? kind;

export interface NewEvent {
  readonly kind: EventKind;
  readonly data?: EventData;
}

/** Where a chain stands: how many events, and the hash of the last one (64 zeros before the first). */
export interface ChainHead {
  readonly event_count: number;
  readonly event_hash: string;
}

export const CHAIN_START: ChainHead = { event_count: 0, event_hash: '0'.repeat(64) };

/** HMAC-SHA-256 of a text, in hexadecimal digits, with a key that the database does not hold. */
export type Seal = (text: string) => string;

/** Facts that may name a person: the chain holds their digests, so that they can be erased without breaking it. */
const PERSONAL = ['reason', 'approved_by'] as const;
const ERASED = 'erased:';

const digestOf = (seal: Seal, name: string, value: unknown): string => {
  const text = String(value);
  return text.startsWith(ERASED) ? text : `${ERASED}${seal(canonicalJson([name, text]))}`;
};

function digested(seal: Seal, data: EventData): EventData {
  const personal = PERSONAL.filter((name) => data[name] !== undefined);
  if (personal.length === 0) return data;
  return { ...data, ...Object.fromEntries(personal.map((name) => [name, digestOf(seal, name, data[name])])) };
}

/** The facts of an event without what may name a person: the chain still fits. */
export const erasedData = digested;

/** Tells sealed hashes from those of before there was a seal. */
const SEALED = 'k';

/** The hash of an event: sealed, over the hash before and everything the event says. */
export function eventHash(seal: Seal, previous: string, event: Omit<OrderEventRow, 'hash'>): string {
  const { order_id, seq, kind, actor, data, created_at } = event;
  const text = canonicalJson([previous, order_id, seq, kind, actor, digested(seal, data), created_at]);
  return `${SEALED}${seal(text).slice(SEALED.length)}`;
}

/** The hash as it was before timelines were sealed: anybody could make it. */
function plainHash(previous: string, event: Omit<OrderEventRow, 'hash'>): string {
  const { order_id, seq, kind, actor, data, created_at } = event;
  return sha256(canonicalJson([previous, order_id, seq, kind, actor, data, created_at]));
}

/** Whether an event is what was written, after the one with this hash. `sealedSince` is when the shop began to seal. */
export function isIntact(
  event: OrderEventRow,
  previous: string,
  { seal, sealedSince }: { readonly seal: Seal; readonly sealedSince: Instant },
): boolean {
  if (event.hash.startsWith(SEALED)) return event.hash === eventHash(seal, previous, event);
  return event.created_at < sealedSince && event.hash === plainHash(previous, event);
}

/** The rows of new events of an order, chained onto its head, and the new head. */
export function chainEvents(
  { id: order_id, ...head }: ChainHead & { readonly id: Id<'ord'> },
  events: readonly NewEvent[],
  { actor, created_at, seal }: { readonly actor: Actor; readonly created_at: Instant; readonly seal: Seal },
): { readonly head: ChainHead; readonly rows: OrderEventRow[] } {
  const rows: OrderEventRow[] = [];
  let { event_count, event_hash } = head;
  for (const { kind, data = {} } of events) {
    event_count += 1;
    const event = { order_id, seq: event_count, kind, actor: actorLabel(actor), data, created_at };
    event_hash = eventHash(seal, event_hash, event);
    rows.push({ ...event, hash: event_hash });
  }
  return { head: { event_count, event_hash }, rows };
}
