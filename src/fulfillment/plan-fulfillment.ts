/** What a manifest of many parcels would do, row by row, before any of it is done. */

import { z } from 'zod';
import type { Context } from '../context.ts';
import { isRefusal } from '../errors.ts';
import type { Id } from '../lib/ids.ts';
import { parseOrderNumber } from '../lib/order-number.ts';
import { readOrderReference, referenceText } from '../orders/reference.ts';
import { orderMachine } from '../orders/states.ts';
import { type OrderRow, orders } from '../orders/tables.ts';
import { type DetectedTracking, detectTracking } from '../shipping/detect.ts';
import { defineUseCase } from '../use-case.ts';
import { cannotShip } from './fulfill-order.ts';
import { ordersTracked } from './store.ts';

/** `new` will ship; `skipped` is there already; everything else will not be done, and `detail` says why. */
export const PLAN_STATES = [
  'new',
  'skipped',
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
  readonly state: PlanState;
  readonly detail: string;
}

const manifestRow = z.object({
  row: z.int(),
  order: z.string(),
  tracking_number: z.string(),
  carrier: z.string().optional(),
});
export type ManifestRow = z.output<typeof manifestRow>;

const BATCH = 500;

/** Looks at every row of a manifest. Reads only. */
export const planFulfillments = defineUseCase({
  name: 'plan-fulfillments',
  allow: ['staff'],
  input: z.strictObject({ rows: z.array(manifestRow) }),
  async run(context, { rows }): Promise<PlannedRow[]> {
    const seen = new Map<string, string>();
    const planned: PlannedRow[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      planned.push(...(await planBatch(context, rows.slice(at, at + BATCH), seen)));
    }
    return planned;
  },
});

interface Looked {
  readonly found: ReadonlyMap<string, OrderRow>;
  /** Tracking number → the orders it is on. */
  readonly used: ReadonlyMap<string, readonly Id<'ord'>[]>;
}

async function planBatch(
  context: Context,
  rows: readonly ManifestRow[],
  seen: Map<string, string>,
): Promise<PlannedRow[]> {
  const trackings = await Promise.all(rows.map(detected));
  const looked = await look(context, rows, trackings);
  return rows.map((row, index) => {
    const tracking = trackings[index] as DetectedTracking | Error;
    return {
      ...row,
      carrier: 'carrier' in tracking ? tracking.carrier : '',
      ...judge(row, tracking, { ...looked, seen }),
    };
  });
}

const detected = ({ tracking_number, carrier }: ManifestRow): Promise<DetectedTracking | Error> =>
  detectTracking(tracking_number, { carrier: carrier || undefined }).catch((error) => {
    if (isRefusal(error)) return error;
    throw error;
  });

function judge(
  { order: typed }: ManifestRow,
  tracking: DetectedTracking | Error,
  { found, used, seen }: Looked & { readonly seen: Map<string, string> },
): { state: PlanState; detail: string } {
  const order = found.get(referenceOf(typed) ?? '');
  if (!order) return { state: 'unknown_order', detail: `There is no order "${typed}".` };
  if (tracking instanceof Error) return { state: 'wrong_tracking', detail: tracking.message };
  const { trackingNumber } = tracking;
  const holders = used.get(trackingNumber) ?? [];
  if (holders.includes(order.id)) return { state: 'skipped', detail: 'shipped with this number already' };
  const inFile = seen.get(trackingNumber);
  if (inFile === order.id) return { state: 'skipped', detail: 'the same row is in the file before' };
  if (holders.length > 0 || inFile !== undefined) {
    return { state: 'used_elsewhere', detail: `${trackingNumber} is on another order.` };
  }
  if (!orderMachine.can(order.status, 'ship_all')) {
    return { state: 'not_shippable', detail: cannotShip(order).message };
  }
  if (order.payment_status === 'refunded') {
    return { state: 'not_shippable', detail: `${order.order_number} has been paid back; its goods stay here.` };
  }
  if (order.held) return { state: 'not_shippable', detail: `${order.order_number} is on hold.` };
  seen.set(trackingNumber, order.id);
  return { state: 'new', detail: '' };
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
  return { found, used: await ordersTracked(db, wanted) };
}
