/** One realistic order for trying things: of somebody, some days ago, paid with the sandbox, and as far on its way as it would be. */
import { z } from 'zod';
import { replaceCart } from '../carts/replace-cart.ts';
import { cancelOrder } from '../changes/cancel-order.ts';
import { checkout } from '../checkout/checkout.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { fulfillOrder } from '../fulfillment/fulfill-order.ts';
import { processOrder } from '../fulfillment/process-order.ts';
import { importCatalog } from '../imports/import-catalog.ts';
import { newId } from '../lib/ids.ts';
import { DAY, HOUR, plus } from '../lib/time.ts';
import { noteOrder } from '../orders/notes/note-order.ts';
import { addPerson } from '../people/add-person.ts';
import { findUserByEmail } from '../people/store.ts';
import { sandboxCheckDigit } from '../shipping/sandbox-number.ts';
import { defineUseCase } from '../use-case.ts';

const PRODUCTS = [
  ['TRY-MUG-01', 'Coffee mug, stoneware', '12.50', 'A-01-2'],
  ['TRY-TEA-02', 'Tea tin, 250 g', '8.90', 'A-02-1'],
  ['TRY-LMP-07', 'Desk lamp “Größe L”', '49.00', 'C-11-4'],
  ['TRY-BAG-03', 'Canvas bag, natural', '18.00', 'B-04-1'],
  ['TRY-SOK-09', 'Wool socks 39–42', '14.90', 'B-07-3'],
  ['TRY-BKT-12', 'Picnic basket for four, with a blanket and a rather long name', '89.00', 'D-01-1'],
] as const;

const PEOPLE = [
  ['Ann Example', 'Hauptstraße 1', 'Berlin', '10115', 'DE'],
  ['Zoë Müller-Lüdenscheidt', 'Am Alten Postweg 12 a', 'Köln', '50667', 'DE'],
  ['李小龙', 'Mariahilfer Straße 88', 'Wien', '1070', 'AT'],
  ['Ольга Иванова', 'Rue de l’Église 5', 'Strasbourg', '67000', 'FR'],
  ['Siobhán Ní Bhriain', '12 Grafton Street', 'Dublin', 'D02 VF65', 'IE'],
  ['Jörg Østergård', 'Nørregade 41', 'København', '1165', 'DK'],
] as const;

/** Out of so many orders: what a shop's week looks like. */
const FATES = [
  'new',
  'new',
  'new',
  'processing',
  'processing',
  'shipped',
  'shipped',
  'shipped',
  'cancelled',
  'noted',
] as const;

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;

/** The products that seeded orders buy, with plenty in stock. Throws `usage` where the shop is a real one. */
export const seedCatalog = defineUseCase({
  name: 'seed-catalog',
  allow: ['staff'],
  input: z.strictObject({}),
  async run(context): Promise<void> {
    requireTrial(context);
    const rows = PRODUCTS.map(([sku, name, price, bin]) => ({
      sku,
      name,
      price,
      bin,
      currency: 'EUR',
      stock: '1000000',
    }));
    await importCatalog(context, { rows });
  },
});

/** `number` decides everything about the order but its ids. Throws `usage` where the shop is a real one. */
export const seedOrder = defineUseCase({
  name: 'seed-order',
  allow: ['staff'],
  input: z.strictObject({ number: z.int().min(0) }),
  async run(context, { number }): Promise<void> {
    requireTrial(context);
    const [name, line1, city, postal_code, country] = pick(PEOPLE, number);
    const then = at(context, plus(context.now(), -((number * 7919) % (30 * 24)) * HOUR));
    const id = await customer(then, { name, number });
    const buyer: Context = { ...then, actor: { kind: 'customer', name, id } };
    const items = Array.from({ length: 1 + (number % 3) }, (_, index) => ({
      sku: pick(PRODUCTS, number + index)[0],
      quantity: 1 + ((number + index) % 4),
    }));
    await replaceCart(buyer, { items });
    const { order } = await checkout(buyer, {
      shipping_address: { name, line1, city, postal_code, country },
      payment_method: 'card',
      payment_details: { token: 'tok_ok' },
    });
    await live(then, order.id, { fate: pick(FATES, number), number });
  },
});

/** The same context at another time: what it writes is of that time. */
const at = (context: Context, instant: string): Context => ({
  ...context,
  now: () => instant,
  newId: (prefix) => newId(prefix, Date.parse(instant)),
});

async function customer(context: Context, { name, number }: { name: string; number: number }) {
  const email = `customer${number % 200}@example.com`;
  const known = await findUserByEmail(context.db, email);
  return (known ?? (await addPerson(context, { email, name }))).id;
}

async function live(
  then: Context,
  order: string,
  { fate, number }: { fate: (typeof FATES)[number]; number: number },
): Promise<void> {
  const staff: Context = { ...then, actor: { kind: 'staff', name: pick(['anna', 'ben'], number) } };
  if (fate === 'new') return;
  if (fate === 'cancelled') return void (await cancelOrder(staff, { order, reason: 'ordered twice' }));
  await processOrder(staff, { order });
  if (fate === 'noted') return void (await noteOrder(staff, { order, note: 'asked for a card with it' }));
  if (fate !== 'shipped') return;
  const digits = String(number % 90_000_000).padStart(8, '0');
  const later = { ...at(staff, plus(then.now(), DAY / 2)), actor: staff.actor };
  await fulfillOrder(later, { order, tracking_number: `SBX${digits}${sandboxCheckDigit(digits)}`, notify: false });
}

/** Throws unless nobody can be charged, and nobody written to. */
function requireTrial({ gateways, settings }: Context): void {
  if (settings.nodeEnv !== 'production' && gateways.all.every(({ code }) => code === 'sandbox')) return;
  throw new Refusal(
    'usage',
    'db seed is for trying things: it needs the sandbox as the only payment provider, and no production.',
  );
}
