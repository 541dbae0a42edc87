/** A wrong address put right before the parcel leaves: where it goes, not what it costs. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { canonicalJson } from '../lib/canonical.ts';
import { countryName } from '../lib/country.ts';
import { expectedVersion } from '../orders/access.ts';
import { type Address, addressSchema } from '../orders/address.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { writeWords } from '../orders/read/words.ts';
import { orderReference } from '../orders/reference.ts';
import { OPEN_STATUSES, type OrderStatus } from '../orders/states.ts';
import type { OrderRow } from '../orders/tables.ts';

const CORRECTABLE: ReadonlySet<OrderStatus> = new Set<OrderStatus>(['pending', ...OPEN_STATUSES]);

/**
 * Writes another shipping address, whole, in place of the one there was. Tax and shipping were reckoned for a country, so that
 * one stays. The timeline says that it was changed and by whom, and repeats no address. Throws `order_not_found`,
 * `transition_forbidden` for what has left, and `invalid_input` for another country.
 */
export const correctAddress = defineOrderWrite({
  name: 'correct-address',
  allow: ['staff'],
  input: z.strictObject({
    order: orderReference,
    shipping_address: addressSchema,
    expected_version: expectedVersion,
  }),
  isDone: (_cx, order, { input }) => canonicalJson(order.shipping_address) === canonicalJson(input.shipping_address),
  async change(cx, order, { input: { shipping_address } }) {
    requireHere(order);
    requireSameCountry(order, shipping_address);
    await writeWords(cx.db, { ...order, shipping_address });
    return { changes: { shipping_address }, events: [{ kind: 'order.address_corrected' }] };
  },
});

function requireHere({ order_number, status }: OrderRow): void {
  if (CORRECTABLE.has(status)) return;
  throw new Refusal(
    'transition_forbidden',
    `${order_number} is ${status}: its parcel has an address already. Ask the carrier to send it elsewhere.`,
    { facts: { order_status: status } },
  );
}

function requireSameCountry({ order_number, shipping_address: { country } }: OrderRow, to: Address): void {
  if (to.country === country) return;
  const detail = `stays ${country}: tax and shipping were reckoned for ${countryName(country)}`;
  throw new Refusal('invalid_input', `country ${detail}. Cancel ${order_number} and have it ordered anew.`, {
    errors: [{ pointer: '/shipping_address/country', detail }],
  });
}
