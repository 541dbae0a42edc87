/** What a cart costs where it is to go: the only place in which an order gets its prices. */
import { priceMoved } from '../carts/rules.ts';
import { type Cart, type CartLine, findCart } from '../carts/store.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { showMoney } from '../lib/money.ts';
import type { OrderItemRow } from '../orders/tables.ts';
import { lineAmounts, type OrderTotals, orderTotals } from '../orders/totals.ts';
import { ANY_COUNTRY, type RatesFor, ratesFor } from '../rates/store.ts';
import type { ContextOf } from '../use-case.ts';
import type { CheckoutInput } from './contract.ts';

export interface PricedCart {
  readonly currency: string;
  /** The lines of an order that has no id yet. */
  readonly lines: readonly Omit<OrderItemRow, 'id' | 'order_id' | 'position'>[];
  readonly totals: OrderTotals;
}

/** Prices every line and the way. Throws `no_shipping_method`, and `price_changed` when the total is not the expected one. */
export async function priceCart(context: Context, input: CheckoutInput, cart: Cart): Promise<PricedCart> {
  const { shipping_address, shipping_method: method, expected_total, expected_currency } = input;
  const { country } = shipping_address;
  const currency = (cart.lines[0] as CartLine).currency;
  const rates = await ratesFor(context.db, country);
  const lines = cart.lines.map((line) => newLine(line, rates.taxRatePpm));
  const totals = orderTotals(lines, shippingCost(context, rates, { method, country, currency }));
  const old = { total: expected_total ?? totals.total, currency: expected_currency ?? currency };
  if (old.total !== totals.total || old.currency !== currency) throw totalChanged(old, { ...totals, currency });
  return { currency, lines, totals };
}

/** The customer's cart, when every line of it can be bought at the price last seen. */
export async function readyCart(context: ContextOf<'customer'>): Promise<Cart> {
  const cart = requireFilled(await findCart(context.db, context.actor.id));
  const gone = cart.lines.find(({ active }) => !active);
  if (gone) {
    const detail = `${gone.name} (${gone.sku}) is no longer sold; take it out of the cart with DELETE /cart/items/${gone.sku}.`;
    throw new Refusal('out_of_stock', detail, {
      facts: { lines: [{ sku: gone.sku, asked: gone.quantity, available: 0 }] },
    });
  }
  requireOneCurrency(cart);
  const changed = cart.lines.filter(priceMoved);
  if (changed.length > 0) throw priceChanged(changed);
  return cart;
}

/** Throws `cart_empty`. */
export function requireFilled(cart: Cart | undefined): Cart {
  if (cart && cart.lines.length > 0) return cart;
  throw new Refusal('cart_empty', 'There is nothing in the cart; put something in with PUT /cart/items/{sku}.');
}

/** Throws `currency_mixed` for products that were sold in one currency and no longer are. */
export function requireOneCurrency({ lines }: Cart): void {
  const mixed = lines.find(({ currency }) => currency !== lines[0]?.currency);
  if (mixed) throw new Refusal('currency_mixed', `${mixed.sku} is sold in ${mixed.currency}; order it separately.`);
}

function priceChanged(lines: readonly CartLine[]): Refusal {
  const facts = lines.map(({ sku, seen_price, seen_currency, price, currency }) => ({
    ...{ sku, old: seen_price, new: price },
    ...(seen_currency === currency ? {} : { old_currency: seen_currency, new_currency: currency }),
  }));
  const [{ name, seen_price, seen_currency, price, currency }] = lines as [CartLine];
  return new Refusal(
    'price_changed',
    `${name} now costs ${showMoney(price, currency)} instead of ${showMoney(seen_price, seen_currency)}; look at GET /cart, then check out again.`,
    { facts: { lines: facts } },
  );
}

/** A line of an order that has no id yet, priced and taxed (the rate in millionths). */
export const newLine = (
  { product_id, sku, name, price, quantity }: CartLine,
  tax_rate_ppm: number,
): Omit<OrderItemRow, 'id' | 'order_id' | 'position'> => ({
  product_id,
  sku,
  name,
  unit_price: price,
  quantity,
  shipped_quantity: 0,
  cancelled_quantity: 0,
  refunded_quantity: 0,
  tax_rate_ppm,
  ...lineAmounts({ unit_price: price, quantity }, tax_rate_ppm),
});

/** A cart's way to a place, in its currency. */
interface Way {
  readonly country: string;
  readonly currency: string;
}

/**
 * What each shipping method costs there: its rate for the country, else for every country. The currency's flat amount while
 * the shop has no rates at all; a rate of another currency never counts.
 */
export function shippingMethods(
  { settings }: Pick<Context, 'settings'>,
  { shipping }: RatesFor,
  { country, currency }: Way,
): ReadonlyMap<string, number> {
  const flat = shipping.length === 0 ? settings.flatShipping.get(currency) : undefined;
  if (flat !== undefined) return new Map([['standard', flat]]);
  const here = (wanted: string) => shipping.filter((rate) => rate.currency === currency && rate.country === wanted);
  // The country's own rates stand last, so that they count.
  return new Map([...here(ANY_COUNTRY), ...here(country)].map(({ method, amount }) => [method, amount]));
}

function shippingCost(
  context: Context,
  rates: RatesFor,
  { method, country, currency }: Way & { readonly method: string },
): number {
  const methods = shippingMethods(context, rates, { country, currency });
  const amount = methods.get(method);
  if (amount !== undefined) return amount;
  const offer =
    methods.size > 0
      ? `choose one of: ${[...methods.keys()].join(', ')}`
      : `the shop has no shipping rate for that yet (orders rates shipping ${method} ${country} AMOUNT ${currency})`;
  const detail = `"${method}" does not go to ${country} in ${currency}; ${offer}`;
  throw new Refusal('no_shipping_method', `${detail}.`, { errors: [{ pointer: '/shipping_method', detail }] });
}

interface Total {
  readonly total: number;
  readonly currency: string;
}

const totalChanged = (old: Total, now: Total): Refusal =>
  new Refusal(
    'price_changed',
    `The order comes to ${showMoney(now.total, now.currency)}, not ${showMoney(old.total, old.currency)}; look at it again, then check out with the new total.`,
    { facts: { total: { old: old.total, new: now.total }, currency: { old: old.currency, new: now.currency } } },
  );
