/** Packing an order by scanning what goes into the box: right, too much, or somebody else's. */

import { z } from 'zod';
import { findProductByCode } from '../catalog/store.ts';
import { actorLabel, type Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { orderReference } from '../orders/reference.ts';
import { unitsLeft } from '../orders/rules.ts';
import { orderMachine } from '../orders/states.ts';
import { itemsOf } from '../orders/store.ts';
import { defineUseCase } from '../use-case.ts';
import { cannotShip } from './fulfill-order.ts';
import { ordersNeeding } from './store.ts';

export interface PackingLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly packed: number;
}

/** How far the packing of one order is. It lives with whoever packs; nothing is stored before the order ships. */
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
  readonly belongs_to: readonly string[];
  readonly packing: Packing;
}

/** What has to go into the box: everything left of the order. Throws `transition_forbidden` and `order_held`. */
export const packingOf = defineUseCase({
  name: 'packing-of',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference }),
  async run(context, wanted): Promise<Packing> {
    const order = await getVisibleOrder(context, wanted.order);
    if (!orderMachine.can(order.status, 'ship_all')) throw cannotShip(order);
    if (order.payment_status === 'refunded')
      throw new Refusal('order_refunded', `${order.order_number} has been paid back; its goods stay here.`);
    if (order.held)
      throw new Refusal('order_held', `${order.order_number} is on hold and must not be packed; release it first.`);
    const open = (await itemsOf(context.db, [order.id])).filter((item) => unitsLeft(item) > 0);
    const lines = open.map((item) => ({ sku: item.sku, name: item.name, quantity: unitsLeft(item), packed: 0 }));
    return { order_number: order.order_number, lines, complete: lines.length === 0 };
  },
});

const packingShape = z.object({
  order_number: z.string(),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int(), packed: z.int() })).readonly(),
  complete: z.boolean(),
});

/** Looks at one scan, a barcode or a SKU, and packs it when it belongs. */
export const scan = defineUseCase({
  name: 'scan',
  allow: ['staff'],
  input: z.strictObject({ packing: packingShape, barcode: z.string().trim().min(1).max(64) }),
  async run(context, { packing, barcode: code }): Promise<Scanned> {
    const product = await findProductByCode(context.db, code);
    if (!product) return { verdict: 'unknown', code, name: code, belongs_to: [], packing };
    const { sku, name } = product;
    const at = packing.lines.findIndex((line) => line.sku === sku && line.packed < line.quantity);
    if (at >= 0) return { verdict: 'packed', code, name, belongs_to: [], packing: withOneMore(packing, at) };
    const verdict = packing.lines.some((line) => line.sku === sku) ? 'enough' : 'wrong';
    return { verdict, code, name, belongs_to: await othersNeeding(context, sku, packing), packing };
  },
});

function withOneMore(packing: Packing, at: number): Packing {
  const lines = packing.lines.map((line, index) => (index === at ? { ...line, packed: line.packed + 1 } : line));
  return { ...packing, lines, complete: lines.every(({ quantity, packed }) => packed >= quantity) };
}

const othersNeeding = ({ db, actor, now }: Context, sku: string, packing: Packing): Promise<string[]> =>
  ordersNeeding(db, { sku, except: packing.order_number, clerk: actorLabel(actor), now: now() });
