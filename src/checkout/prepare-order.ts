/** Checkout, phase one: from the cart to a pending order with its stock held. One transaction, or nothing. */
import { type Cart, type CartLine, findCart } from '../carts/store.ts';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import { isDuplicate } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import { claimKey, type Key } from '../idempotency/store.ts';
import { availableStock, moveStock, StockShort, sumNeeds } from '../inventory/store.ts';
import { showMoney } from '../lib/money.ts';
import { newOrderNumber } from '../lib/order-number.ts';
import { plus } from '../lib/time.ts';
import { insertOrder } from '../orders/save-order.ts';
import { type OrderEventRow, type OrderItemRow, type OrderRow, orders } from '../orders/tables.ts';
import { CHAIN_START, chainEvents } from '../orders/timeline.ts';
import { lineAmounts, orderTotals } from '../orders/totals.ts';
import { insertPayment, type PaymentRow } from '../payments/store.ts';
import { ANY_COUNTRY, type RatesFor, ratesFor } from '../rates/store.ts';
import type { ContextOf } from '../use-case.ts';
import type { CheckoutInput } from './contract.ts';

type Buyer = ContextOf<'customer'>;

/** A pending order with its stock held, ready to be paid. */
export interface PreparedOrder {
  readonly order: OrderRow;
  readonly items: readonly OrderItemRow[];
  readonly payment: PaymentRow;
  readonly events: readonly OrderEventRow[];
}

/**
 * Prices the cart anew and writes the order, its payment and its reservation. Throws the refusals of checkout, and
 * DuplicateKey when the idempotency key is taken.
 */
export async function prepareOrder(context: Buyer, input: CheckoutInput, key: Key | undefined): Promise<PreparedOrder> {
  const cart = await readyCart(context);
  const prepared = await priceOrder(context, input, cart);
  try {
    await context.atomic('checkout.prepare', (cx) => writeOrder(cx, prepared, key));
  } catch (error) {
    if (error instanceof StockShort) throw await outOfStock(context, cart.lines);
    if (isDuplicate(error, 'cart_version')) throw await inProgress(context, cart);
    throw error;
  }
  return prepared;
}

async function writeOrder(cx: WriteContext, prepared: PreparedOrder, key: Key | undefined): Promise<void> {
  const { order, items, payment } = prepared;
  if (key) await claimKey(cx.db, key, order.id, order.placed_at);
  await insertOrder(cx, prepared);
  await insertPayment(cx.db, payment);
  // Last: the row of a popular product is locked from here to the commit, and no longer.
  const cause = { order_id: order.id, actor: actorLabel(cx.actor), at: order.placed_at };
  await moveStock(cx.db, { move: 'reserve', units: items }, cause);
}

/** The customer's cart, when every line of it can be bought at the price last seen. */
async function readyCart(context: Buyer): Promise<Cart> {
  const cart = await findCart(context.db, context.actor.id);
  if (!cart || cart.lines.length === 0) {
    throw new Refusal('cart_empty', 'There is nothing in the cart; put something in with PUT /cart/items/{sku}.');
  }
  const gone = cart.lines.find(({ active }) => !active);
  if (gone) {
    const detail = `${gone.name} (${gone.sku}) is no longer sold; take it out of the cart with DELETE /cart/items/${gone.sku}.`;
    throw new Refusal('out_of_stock', detail, {
      facts: { lines: [{ sku: gone.sku, asked: gone.quantity, available: 0 }] },
    });
  }
  const mixed = cart.lines.find(({ currency }) => currency !== cart.lines[0]?.currency);
  if (mixed) throw new Refusal('currency_mixed', `${mixed.sku} is sold in ${mixed.currency}; order it separately.`);
  const changed = cart.lines.filter((line) => line.price !== line.seen_price);
  if (changed.length > 0) throw priceChanged(changed);
  return cart;
}

function priceChanged(lines: readonly CartLine[]): Refusal {
  const facts = lines.map(({ sku, seen_price, price }) => ({ sku, old: seen_price, new: price }));
  const [{ name, seen_price, price, currency }] = lines as [CartLine];
  return new Refusal(
    'price_changed',
    `${name} now costs ${showMoney(price, currency)} instead of ${showMoney(seen_price, currency)}; look at GET /cart, then check out again.`,
    { facts: { lines: facts } },
  );
}

async function priceOrder(context: Buyer, input: CheckoutInput, cart: Cart): Promise<PreparedOrder> {
  const { shipping_address } = input;
  const currency = (cart.lines[0] as CartLine).currency;
  const rates = await ratesFor(context.db, shipping_address.country);
  const { taxRateBp } = rates;
  const orderId = context.newId('ord');
  const now = context.now();
  const items = cart.lines.map(
    (line, index): OrderItemRow => ({
      id: context.newId('itm'),
      order_id: orderId,
      position: index + 1,
      product_id: line.product_id,
      sku: line.sku,
      name: line.name,
      unit_price: line.price,
      quantity: line.quantity,
      shipped_quantity: 0,
      cancelled_quantity: 0,
      tax_rate_bp: taxRateBp,
      ...lineAmounts({ unit_price: line.price, quantity: line.quantity }, taxRateBp),
    }),
  );
  const shippingTotal = shippingCost(context, rates, input.shipping_method, shipping_address.country, currency);
  const totals = orderTotals(items, shippingTotal);
  if (input.expected_total !== undefined && input.expected_total !== totals.total) {
    throw totalChanged(input.expected_total, totals.total, currency);
  }
  const placed = chainEvents(
    { id: orderId, ...CHAIN_START },
    [{ kind: 'order.placed', data: { total: totals.total, currency } }],
    { actor: context.actor, created_at: now },
  );
  const order: OrderRow = {
    id: orderId,
    order_number: newOrderNumber(),
    customer_id: context.actor.id,
    cart_id: cart.id,
    cart_version: cart.version,
    status: 'pending',
    payment_status: 'pending',
    fulfillment_status: 'unfulfilled',
    email: cart.customer.email,
    customer_name: cart.customer.name,
    locale: input.locale ?? cart.customer.locale ?? context.settings.locale,
    currency,
    ...totals,
    item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    shipping_method: input.shipping_method,
    shipping_address,
    billing_address: input.billing_address ?? shipping_address,
    order_notes: input.order_notes ?? null,
    cancel_reason: null,
    held: false,
    version: 1,
    ...placed.head,
    placed_at: now,
    confirmed_at: null,
    shipped_at: null,
    delivered_at: null,
    cancelled_at: null,
    updated_at: now,
  };
  return { order, items, payment: newPayment(context, order, input.payment_method), events: placed.rows };
}

function newPayment(context: Context, order: OrderRow, method: string): PaymentRow {
  const gateway = context.gateways.forMethod(method);
  const { paymentTimeoutMs } = context.settings;
  return {
    id: context.newId('pay'),
    order_id: order.id,
    gateway: gateway.code,
    method,
    status: 'created',
    currency: order.currency,
    amount: order.total,
    captured_amount: 0,
    refunded_amount: 0,
    description: null,
    decline_code: null,
    next_action: null,
    charge_deadline: plus(order.placed_at, paymentTimeoutMs),
    // By then no charge can still be on its way: it is begun before the deadline and awaited as long again.
    next_check_at: plus(order.placed_at, 2 * paymentTimeoutMs),
    checks: 0,
    authorized_until: null,
    created_at: order.placed_at,
    updated_at: order.placed_at,
  };
}

const totalChanged = (old: number, now: number, currency: string): Refusal =>
  new Refusal(
    'price_changed',
    `The order comes to ${showMoney(now, currency)}, not ${showMoney(old, currency)}; look at it again, then check out with the new total.`,
    { facts: { total: { old, new: now } } },
  );

/** From the rate table: the method's rate for the country, else for every country. A flat rate while there is none. */
function shippingCost(
  context: Context,
  { shipping }: RatesFor,
  method: string,
  country: string,
  currency: string,
): number {
  const rates = shipping.filter((rate) => rate.currency === currency);
  if (rates.length === 0 && method === 'standard') return context.settings.flatShippingMinor;
  const here = rates.filter((rate) => rate.country === country || rate.country === ANY_COUNTRY);
  const of = (wanted: string) => here.find((rate) => rate.method === method && rate.country === wanted);
  const rate = of(country) ?? of(ANY_COUNTRY);
  if (rate) return rate.amount;
  const methods = [...new Set(here.map((candidate) => candidate.method))];
  const offer =
    methods.length > 0 ? `choose one of: ${methods.join(', ')}` : 'leave shipping_method out, or ask the shop';
  const detail = `"${method}" does not go to ${country} in ${currency}; ${offer}`;
  throw new Refusal('no_shipping_method', `${detail}.`, { errors: [{ pointer: '/shipping_method', detail }] });
}

async function outOfStock(context: Context, lines: readonly CartLine[]): Promise<Refusal> {
  const needs = sumNeeds(lines);
  const available = await availableStock(
    context.db,
    needs.map(({ product_id }) => product_id),
  );
  const all = needs.map(({ product_id, quantity }) => {
    const { sku, name } = lines.find((line) => line.product_id === product_id) as CartLine;
    return { sku, name, asked: quantity, available: Math.max(0, available.get(product_id) ?? 0) };
  });
  const short = all.filter((line) => line.available < line.asked);
  const named = (short.length > 0 ? short : all).map(
    (line) => `${line.name}: ${line.asked} asked, ${line.available} left`,
  );
  return new Refusal('out_of_stock', `${named.join('; ')}. Change the quantity in the cart, then check out again.`, {
    facts: {
      lines: (short.length > 0 ? short : all).map(({ sku, asked, available: left }) => ({
        sku,
        asked,
        available: left,
      })),
    },
  });
}

async function inProgress(context: Context, cart: Cart): Promise<Refusal> {
  const order = await context.db.findOne(orders, { cart_id: cart.id, cart_version: cart.version });
  const named = order ? ` as ${order.order_number}` : '';
  return new Refusal(
    'checkout_in_progress',
    `This cart has been checked out already${named}; look at that order before trying again.`,
    {
      facts: order ? { order_id: order.id, order_number: order.order_number } : {},
    },
  );
}
