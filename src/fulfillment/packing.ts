/** Packing an order by scanning what goes into the box: right, too much, or somebody else's. Every scan is kept. */
import { z } from 'zod';
import { findProductByCode } from '../catalog/store.ts';
import { actorLabel, type Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { unitsLeft } from '../orders/rules.ts';
import { orderMachine } from '../orders/states.ts';
import { itemsOf } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import { defineUseCase } from '../use-case.ts';
import { cannotShip } from './fulfill-order.ts';
import { findPacking, forgetPacking, savePacking } from './packings.ts';
import { type NeedingOrder, ordersNeeding } from './store.ts';

export interface PackingLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly packed: number;
}

/** How far the packing of one order is. */
export interface Packing {
  readonly order_number: string;
  readonly lines: readonly PackingLine[];
  readonly complete: boolean;
}

export interface Scanned {
  readonly verdict: 'packed' | 'enough' | 'wrong' | 'unknown';
  readonly code: string;
  readonly name: string;
  /** Orders of the clerk's wave that still need it; without one, any order that is ready. */
  readonly belongs_to: readonly NeedingOrder[];
  readonly packing: Packing;
}

/**
 * What has to go into the box, everything left of the order, and what is in it already. Throws `transition_forbidden`,
 * `order_refunded` and `order_held`.
 */
export const packingOf = defineUseCase({
  name: 'packing-of',
  allow: ['staff'],
  input: z.strictObject({
    order: orderReference,
    /** Takes everything out of the box again. */
    restart: z.boolean().default(false),
  }),
  async run(context, { order: reference, restart }): Promise<Packing> {
    const order = await getVisibleOrder(context, reference);
    if (restart) await forgetPacking(context.db, order.id);
    return packingFor(context, order);
  },
});

/** Looks at one scan, a bar code or a SKU in any case, and packs it when it belongs. Throws what `packingOf` throws. */
export const scan = defineUseCase({
  name: 'scan',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, barcode: z.string().trim().min(1).max(64) }),
  async run(context, { order: reference, barcode: code }): Promise<Scanned> {
    const order = await getVisibleOrder(context, reference);
    const packing = await packingFor(context, order);
    const product =
      (await findProductByCode(context.db, code)) ?? (await findProductByCode(context.db, code.toUpperCase()));
    if (!product) return { verdict: 'unknown', code, name: code, belongs_to: [], packing };
    const { sku, name } = product;
    const at = packing.lines.findIndex((line) => line.sku === sku && line.packed < line.quantity);
    if (at >= 0) {
      const more = withOneMore(packing, at);
      await keep(context, order, { lines: more.lines, noted: false });
      return { verdict: 'packed', code, name, belongs_to: [], packing: more };
    }
    const verdict = packing.lines.some((line) => line.sku === sku) ? 'enough' : 'wrong';
    const wanted = { sku, except: order.order_number, clerk: actorLabel(context.actor), now: context.now() };
    return { verdict, code, name, belongs_to: await ordersNeeding(context.db, wanted), packing };
  },
});

/**
 * Writes down that an order has been packed, by whom and how many units; once, until it ships. With `all` everything is in
 * the box without having been scanned. Throws `transition_forbidden` while something is missing, and what `packingOf` throws.
 */
export const packOrder = defineOrderWrite({
  name: 'pack-order',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, all: z.boolean().default(false) }),
  isDone: async (cx, order) => Boolean((await findPacking(cx.db, order.id))?.complete_at),
  async change(cx, order, { input: { all } }) {
    const packing = await packingFor(cx, order);
    if (!all && !packing.complete) {
      throw new Refusal('transition_forbidden', `Not all of ${order.order_number} is in the box yet.`);
    }
    const units = packing.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const lines = packing.lines.map((line) => ({ ...line, packed: line.quantity }));
    await keep(cx, order, { lines, noted: true });
    return { events: [{ kind: 'order.packed', data: { units } }] };
  },
});

async function packingFor(context: Context, order: OrderRow): Promise<Packing> {
  if (!orderMachine.can(order.status, 'ship_all')) throw cannotShip(order);
  if (order.payment_status === 'refunded')
    throw new Refusal('order_refunded', `${order.order_number} has been paid back; its goods stay here.`);
  if (order.held)
    throw new Refusal('order_held', `${order.order_number} is on hold and must not be packed; release it first.`);
  const packed = new Map(Object.entries((await findPacking(context.db, order.id))?.packed ?? {}));
  const open = (await itemsOf(context.db, [order.id])).filter((item) => unitsLeft(item) > 0);
  const lines = open.map((item): PackingLine => {
    const quantity = unitsLeft(item);
    return { sku: item.sku, name: item.name, quantity, packed: Math.min(quantity, packed.get(item.sku) ?? 0) };
  });
  return { order_number: order.order_number, lines, complete: isComplete(lines) };
}

const isComplete = (lines: readonly PackingLine[]): boolean =>
  lines.every(({ quantity, packed }) => packed >= quantity);

function withOneMore(packing: Packing, at: number): Packing {
  const lines = packing.lines.map((line, index) => (index === at ? { ...line, packed: line.packed + 1 } : line));
  return { ...packing, lines, complete: isComplete(lines) };
}

interface Kept {
  readonly lines: readonly PackingLine[];
  readonly noted: boolean;
}

/** `noted` says that the timeline knows. */
function keep(context: Context, { id: order_id }: OrderRow, { lines, noted }: Kept): Promise<void> {
  const now = context.now();
  return savePacking(context.db, {
    order_id,
    packed: Object.fromEntries(lines.map(({ sku, packed }) => [sku, packed])),
    packed_by: actorLabel(context.actor),
    complete_at: noted ? now : null,
    updated_at: now,
  });
}
