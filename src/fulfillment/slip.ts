/** What a packing slip says: of what is left to pack, or of one parcel. */
import { z } from 'zod';
import { findProductsBySku } from '../catalog/store.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { getVisibleOrder } from '../orders/access.ts';
import type { Address } from '../orders/address.ts';
import { orderReference } from '../orders/reference.ts';
import { unitsLeft } from '../orders/rules.ts';
import { readWhole, type WholeOrder } from '../orders/store.ts';
import { normalTracking } from '../shipping/tracking-form.ts';
import { defineUseCase } from '../use-case.ts';
import { placeInWave } from './store.ts';

export interface SlipLine {
  readonly quantity: number;
  readonly sku: string;
  readonly name: string;
  /** Where it lies; empty where nobody has said. */
  readonly bin: string;
}

export interface Slip {
  readonly order_number: string;
  readonly placed_at: string;
  readonly shipping_method: string;
  readonly address: Address;
  readonly email: string;
  readonly notes: string | null;
  /** Its place in a wave that is open. */
  readonly position: number | null;
  /** The parcel whose slip it is; null where it is of what is left. */
  readonly parcel: string | null;
  readonly lines: readonly SlipLine[];
}

/**
 * The slip of an order: of the parcel with this number; else of what is left to ship; else, when all of it has shipped, of
 * everything that did. Throws `order_not_found`, and `not_found` for a parcel that it does not have.
 */
export const slipOf = defineUseCase({
  name: 'slip-of',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, tracking_number: z.string().trim().min(1).max(64).optional() }),
  async run(context, { order: reference, tracking_number }): Promise<Slip> {
    const order = await getVisibleOrder(context, reference);
    const whole = await readWhole(context.db, order);
    const units = tracking_number === undefined ? unitsOf(whole) : unitsIn(whole, tracking_number);
    return {
      order_number: order.order_number,
      placed_at: order.placed_at,
      shipping_method: order.shipping_method,
      address: order.shipping_address,
      email: order.email,
      notes: order.order_notes,
      position: (await placeInWave(context.db, order.id, context.now())) ?? null,
      parcel: tracking_number ?? null,
      lines: await linesOf(context, whole, units),
    };
  },
});

/** Units by line. */
type Units = ReadonlyMap<string, number>;

function unitsOf({ items }: WholeOrder): Units {
  const left = new Map(items.map((item) => [item.id as string, unitsLeft(item)]));
  if ([...left.values()].some((units) => units > 0)) return left;
  return new Map(items.map((item) => [item.id, item.shipped_quantity]));
}

function unitsIn({ order, shipments, shipmentItems }: WholeOrder, typed: string): Units {
  const number = normalTracking(typed);
  const shipment = shipments.find(({ tracking_number }) => tracking_number === number);
  if (!shipment) {
    const has = shipments.map(({ tracking_number }) => tracking_number).join(', ') || 'none';
    throw new Refusal('not_found', `${order.order_number} has no parcel ${typed}; it has: ${has}.`);
  }
  const inside = shipmentItems.filter(({ shipment_id }) => shipment_id === shipment.id);
  return new Map(inside.map(({ order_item_id, quantity }) => [order_item_id, quantity]));
}

/** In the order of bins, as they are walked by. */
async function linesOf({ db }: Context, { items }: WholeOrder, units: Units): Promise<SlipLine[]> {
  const packed = items.filter(({ id }) => (units.get(id) ?? 0) > 0);
  const products = await findProductsBySku(
    db,
    packed.map(({ sku }) => sku),
  );
  const bins = new Map(products.map(({ sku, bin }) => [sku, bin]));
  const lines = packed.map(({ id, sku, name }) => ({
    ...{ sku, name, quantity: units.get(id) ?? 0 },
    bin: bins.get(sku) ?? '',
  }));
  return lines.sort((a, b) => (`${a.bin || '~'} ${a.sku}` < `${b.bin || '~'} ${b.sku}` ? -1 : 1));
}
