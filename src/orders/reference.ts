/** How an order is named from outside: its id or its number, in any spelling. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { looksLikeOrderNumber, parseOrderNumber } from '../lib/order-number.ts';

export type OrderReference = { readonly id: Id<'ord'> } | { readonly order_number: string };

/** The order a text means; undefined for a text that cannot name one. */
export function readOrderReference(text: string): OrderReference | undefined {
  const id = parseId('ord', text);
  if (id) return { id };
  const order_number = parseOrderNumber(text);
  return order_number ? { order_number } : undefined;
}

/** The same. Throws `order_not_found`; a mistyped number is told from an unknown one. */
function parseOrderReference(text: string): OrderReference {
  const reference = readOrderReference(text);
  if (reference) return reference;
  if (!looksLikeOrderNumber(text)) throw noSuchOrder(text);
  throw new Refusal(
    'order_not_found',
    `"${text}" is mistyped: its check symbol does not fit. Compare it with the order.`,
  );
}

export const referenceText = (reference: OrderReference): string =>
  'id' in reference ? reference.id : reference.order_number;

export const noSuchOrder = (reference: string): Refusal =>
  new Refusal('order_not_found', `There is no order "${reference}".`);

/** An order id or number as typed, in the input of a use case; parsed, it names one order. */
export const orderReference = z
  .string('is needed: an order number or id')
  .trim()
  .min(1, 'is needed')
  .max(64)
  .transform(parseOrderReference);
