/** What a manifest of many parcels would do, row by row, before any of it is done. */

import { z } from 'zod';
import type { Context } from '../context.ts';
import { isRefusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import { parseOrderNumber } from '../lib/order-number.ts';
import { isShortened, SHORTENED } from '../lib/shortened.ts';
import { type LineSelection, lineSelection } from '../orders/lines.ts';
import { type OrderReference, readOrderReference, referenceText } from '../orders/reference.ts';
import { unitsLeft } from '../orders/rules.ts';
import { orderMachine } from '../orders/states.ts';
import { itemsOf } from '../orders/store.ts';
import { type OrderItemRow, type OrderRow, orders } from '../orders/tables.ts';
import { type DetectedTracking, detectTracking } from '../shipping/detect.ts';
import { defineUseCase } from '../use-case.ts';
import { cannotShip } from './fulfill-order.ts';
import { ordersTracked } from './store.ts';
import { placeOf } from './tracking-numbers.ts';

/** `new` will ship; `skipped` is there already; everything else will not be done, and `detail` says why. */
export const PLAN_STATES = [
  'new',
  'skipped',
  'unreadable',
  'unknown_order',
  'wrong_tracking',
  'used_elsewhere',
  'not_shippable',
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export interface PlannedRow {
  /** As in the file, from 1. */
  readonly row: number;
  readonly order: string;
  readonly tracking_number: string;
  readonly carrier: string;
  /** Only these lines; all that is left unless given. */
  readonly items?: LineSelection | undefined;
  readonly state: PlanState;
  readonly detail: string;
}

const manifestRow = z.object({
  row: z.int(),
  order: z.string(),
  tracking_number: z.string(),
  carrier: z.string().optional(),
  items: lineSelection.optional(),
  /** Why the row cannot be read. */
  fault: z.string().optional(),
});
export type ManifestRow = z.output<typeof manifestRow>;

const BATCH = 500;

/** Looks at every row of a manifest. Reads only. */
export const planFulfillments = defineUseCase({
  name: 'plan-fulfillments',
  allow: ['staff'],
  input: z.strictObject({
    rows: z.array(manifestRow),
    /** The carrier of rows that name none. */
    carrier: z.string().trim().min(1).max(32).optional(),
    force: z.boolean().default(false),
  }),
  async run(context, { rows, ...choices }): Promise<PlannedRow[]> {
    const seen: Seen = { numbers: new Map(), left: new Map() };
    const planned: PlannedRow[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      planned.push(...(await planBatch(context, rows.slice(at, at + BATCH), { seen, ...choices })));
    }
    return planned;
  },
});

interface Looked {
  readonly found: ReadonlyMap<string, OrderRow>;
  /** Tracking number → the orders it is on. */
  readonly used: ReadonlyMap<string, readonly Id<'ord'>[]>;
  /** The lines of each order. */
  readonly lines: ReadonlyMap<string, readonly OrderItemRow[]>;
}

/** What earlier rows of the file will have done. */
interface Seen {
  /** Tracking number → order. */
  readonly numbers: Map<string, string>;
  /** Order → units left of each SKU. */
  readonly left: Map<string, Map<string, number>>;
}

interface Choices {
  readonly seen: Seen;
  readonly carrier?: string | undefined;
  readonly force: boolean;
}

async function planBatch(
  context: Context,
  rows: readonly ManifestRow[],
  { seen, ...choices }: Choices,
): Promise<PlannedRow[]> {
  const references = rows.map(({ order }) => readOrderReference(order));
  const trackings = await Promise.all(
    rows.map((row, index) => detected(row, { ...choices, place: placeFor(context, references[index]) })),
  );
  const looked = await look(context, rows, trackings);
  return rows.map((row, index) => {
    const tracking = trackings[index] as DetectedTracking | Error;
    const carrier = 'carrier' in tracking ? tracking.carrier : '';
    const { order, tracking_number, row: line } = row;
    return {
      row: line,
      order,
      tracking_number,
      carrier,
      items: row.items,
      ...judge(row, tracking, { ...looked, ...choices, seen }),
    };
  });
}

const placeFor = (context: Context, reference: OrderReference | undefined) =>
  reference ? placeOf(context, reference) : {};

interface Asked {
  readonly carrier?: string | undefined;
  readonly force: boolean;
  readonly place: ReturnType<typeof placeFor>;
}

const detected = (row: ManifestRow, { carrier, force, place }: Asked): Promise<DetectedTracking | Error> =>
  detectTracking(row.tracking_number, { carrier: row.carrier || carrier, force, ...place }).catch((error) => {
    if (isRefusal(error)) return error;
    throw error;
  });

type Verdict = { readonly state: PlanState; readonly detail: string };

function judge(
  { order: typed, items, fault, tracking_number }: ManifestRow,
  tracking: DetectedTracking | Error,
  { found, used, lines, seen, force }: Looked & { readonly seen: Seen; readonly force: boolean },
): Verdict {
  if (fault) return { state: 'unreadable', detail: fault };
  const shortened = [typed, tracking_number].find(isShortened);
  if (shortened) return { state: 'unreadable', detail: `${shortened} ${SHORTENED}` };
  const order = found.get(referenceOf(typed) ?? '');
  if (!order) return { state: 'unknown_order', detail: `There is no order "${typed}".` };
  if (tracking instanceof Error) return { state: 'wrong_tracking', detail: tracking.message };
  const { trackingNumber } = tracking;
  const holders = used.get(trackingNumber) ?? [];
  if (holders.includes(order.id)) return { state: 'skipped', detail: 'shipped with this number already' };
  const inFile = seen.numbers.get(trackingNumber);
  if (inFile === order.id) return { state: 'skipped', detail: 'the same row is in the file before' };
  if ((holders.length > 0 || inFile !== undefined) && !force) {
    return { state: 'used_elsewhere', detail: `${trackingNumber} is on another order.` };
  }
  if (!orderMachine.can(order.status, 'ship_all')) return { state: 'not_shippable', detail: cannotShip(order).message };
  if (order.payment_status === 'refunded') {
    return { state: 'not_shippable', detail: `${order.order_number} has been paid back; its goods stay here.` };
  }
  if (order.held) return { state: 'not_shippable', detail: `${order.order_number} is on hold.` };
  const short = takeUnits(seen.left, order, { items, lines: lines.get(order.id) ?? [] });
  if (short) return { state: 'not_shippable', detail: short };
  seen.numbers.set(trackingNumber, order.id);
  return { state: 'new', detail: '' };
}

/** Takes what a row ships from what earlier rows have left; says what is missing, if something is. */
function takeUnits(
  all: Seen['left'],
  { id, order_number }: OrderRow,
  { items, lines }: { readonly items: LineSelection | undefined; readonly lines: readonly OrderItemRow[] },
): string | undefined {
  const left = all.get(id) ?? new Map<string, number>();
  if (!all.has(id)) for (const line of lines) left.set(line.sku, (left.get(line.sku) ?? 0) + unitsLeft(line));
  all.set(id, left);
  const wanted = items ?? [...left].map(([sku, quantity]) => ({ sku, quantity }));
  if (wanted.every(({ quantity }) => quantity === 0)) return `nothing is left of ${order_number} after the rows before`;
  const short = wanted.find(({ sku, quantity }) => (left.get(sku) ?? 0) < quantity);
  if (short) return `${short.quantity} of ${short.sku} asked, ${left.get(short.sku) ?? 0} left of ${order_number}`;
  for (const { sku, quantity } of wanted) left.set(sku, (left.get(sku) ?? 0) - quantity);
  return undefined;
}

/** The id or number a typed reference means; undefined for what cannot be one. */
function referenceOf(typed: string): string | undefined {
  const reference = readOrderReference(typed);
  return reference && referenceText(reference);
}

async function look(
  { db }: Context,
  rows: readonly ManifestRow[],
  trackings: readonly (DetectedTracking | Error)[],
): Promise<Looked> {
  const references = rows.flatMap(({ order }) => referenceOf(order) ?? []);
  const numbers = references.filter((reference) => parseOrderNumber(reference) !== undefined);
  const ids = references.filter((reference) => reference.startsWith('ord_')) as Id<'ord'>[];
  const found = new Map<string, OrderRow>();
  for (const order of await db.find(orders, { order_number: numbers })) found.set(order.order_number, order);
  for (const order of await db.find(orders, { id: ids })) found.set(order.id, order);
  const wanted = trackings.flatMap((tracking) => ('trackingNumber' in tracking ? tracking.trackingNumber : []));
  const lines = new Map<string, OrderItemRow[]>();
  const orderIds = [...new Set([...found.values()].map(({ id }) => id))];
  for (const line of await itemsOf(db, orderIds)) lines.set(line.order_id, [...(lines.get(line.order_id) ?? []), line]);
  return { found, lines, used: await ordersTracked(db, wanted) };
}
