/** Packing an order by scanning what goes into the box: right, too much, or somebody else's. */
import { z } from 'zod';
import { actorLabel, type Context } from '../context.ts';
import { encodeTime } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { orderReference } from '../orders/reference.ts';
import { unitsLeft } from '../orders/rules.ts';
import { orderMachine, TO_SHIP } from '../orders/states.ts';
import { itemsOf } from '../orders/store.ts';
import { defineUseCase } from '../use-case.ts';
import { cannotShip } from './fulfill-order.ts';

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
    const product = await productBy(context, code);
    if (!product) return { verdict: 'unknown', code, name: code, belongs_to: [], packing };
    const { sku, name } = product;
    const at = packing.lines.findIndex((line) => line.sku === sku && line.packed < line.quantity);
    if (at >= 0) return { verdict: 'packed', code, name, belongs_to: [], packing: withOneMore(packing, at) };
    const verdict = packing.lines.some((line) => line.sku === sku) ? 'enough' : 'wrong';
    return { verdict, code, name, belongs_to: await ordersNeeding(context, sku, packing.order_number), packing };
  },
});

function withOneMore(packing: Packing, at: number): Packing {
  const lines = packing.lines.map((line, index) => (index === at ? { ...line, packed: line.packed + 1 } : line));
  return { ...packing, lines, complete: lines.every(({ quantity, packed }) => packed >= quantity) };
}

async function productBy({ db }: Context, code: string): Promise<{ sku: string; name: string } | undefined> {
  const sql =
    'SELECT sku, name FROM products WHERE barcode = ? UNION ALL SELECT sku, name FROM products WHERE sku = ? LIMIT 1';
  return (await db.rows<{ sku: string; name: string }>(sql, [code, code]))[0];
}

async function ordersNeeding({ db, actor, now }: Context, sku: string, except: string): Promise<string[]> {
  const open = `${TO_SHIP} AND o.held = 0 AND o.order_number <> ?
    AND i.sku = ? AND i.quantity - i.shipped_quantity - i.cancelled_quantity > 0`;
  const mine = await db.rows<{ order_number: string }>(
    `SELECT DISTINCT o.order_number, x.position FROM wave_orders x JOIN waves w ON w.id = x.wave_id JOIN orders o ON o.id = x.order_id
     JOIN order_items i ON i.order_id = o.id WHERE w.clerk = ? AND w.expires_at > ? AND ${open} ORDER BY x.position LIMIT 3`,
    [actorLabel(actor), encodeTime(now()), except, sku],
  );
  if (mine.length > 0) return mine.map(({ order_number }) => order_number);
  const any = await db.rows<{ order_number: string }>(
    `SELECT o.order_number FROM order_items i JOIN products p ON p.id = i.product_id AND p.sku = ? JOIN orders o ON o.id = i.order_id
     WHERE ${open} ORDER BY o.placed_at LIMIT 3`,
    [sku, except, sku],
  );
  return any.map(({ order_number }) => order_number);
}
