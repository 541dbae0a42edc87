/** Checkout, phase one: from the cart to a pending order with its stock held. One transaction, or nothing. */
import type { Cart, CartLine } from '../carts/store.ts';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import { isDuplicate } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import { claimKey, type Key } from '../idempotency/store.ts';
import { availableStock, moveStock, StockShort, sumNeeds } from '../inventory/store.ts';
import { newOrderNumber } from '../lib/order-number.ts';
import { plus } from '../lib/time.ts';
import { insertOrder } from '../orders/save-order.ts';
import { type OrderItemRow, type OrderRow, orders } from '../orders/tables.ts';
import { CHAIN_START, chainEvents } from '../orders/timeline.ts';
import { insertPayment, type PaymentRow, paymentsOf } from '../payments/store.ts';
import type { ContextOf } from '../use-case.ts';
import type { CheckoutInput } from './contract.ts';
import { requireFewDeclines } from './declines.ts';
import type { PreparedOrder } from './prepared.ts';
import { priceCart, readyCart } from './price-cart.ts';
import { settlePaymentsOf } from './settle-payments.ts';
import { requireFewUnpaid } from './unpaid-orders.ts';

type Buyer = ContextOf<'customer'>;

/**
 * Prices the cart anew and writes the order, its payment and its reservation. Throws the refusals of checkout, and
 * DuplicateKey when the idempotency key is taken.
 */
export async function prepareOrder(context: Buyer, input: CheckoutInput, key: Key | undefined): Promise<PreparedOrder> {
  const cart = await readyCart(context);
  await requireFewDeclines(context);
  await requireFewUnpaid(context, (order) => hasEnded(context, order));
  try {
    return await writePending(context, input, { cart, key });
  } catch (error) {
    if (!isDuplicate(error, 'cart_version')) throw error;
    const earlier = await context.db.findOne(orders, { cart_id: cart.id, cart_version: cart.version });
    if (!earlier || !(await hasEnded(context, earlier))) throw inProgress(earlier);
  }
  return writePending(context, input, { cart: await readyCart(context), key });
}

async function writePending(
  context: Buyer,
  input: CheckoutInput,
  { cart, key }: { readonly cart: Cart; readonly key: Key | undefined },
): Promise<PreparedOrder> {
  const prepared = await pendingOrder(context, input, cart);
  try {
    await context.atomic('checkout.prepare', (cx) => writeOrder(cx, prepared, key));
  } catch (error) {
    if (error instanceof StockShort) throw await outOfStock(context, cart.lines);
    throw error;
  }
  return prepared;
}

/** Whether the order that this cart became has come to nothing: the gateway may know before the worker has asked. */
async function hasEnded(context: Buyer, order: OrderRow): Promise<boolean> {
  if (order.status === 'pending') {
    const payments = await paymentsOf(context.db, order.id);
    await settlePaymentsOf(
      context,
      payments.filter(({ next_action }) => next_action !== null),
    ).catch(() => {});
  }
  return (await context.db.findOne(orders, { id: order.id }))?.status === 'failed';
}

async function writeOrder(cx: WriteContext, prepared: PreparedOrder, key: Key | undefined): Promise<void> {
  const { order, items, payment } = prepared;
  if (key) await claimKey(cx.db, key, { order_id: order.id, now: order.placed_at });
  await insertOrder(cx, prepared);
  if (payment) await insertPayment(cx.db, payment);
  // Last: the row of a popular product is locked from here to the commit, and no longer.
  const cause = { order_id: order.id, actor: actorLabel(cx.actor), at: order.placed_at };
  await moveStock(cx.db, { move: 'reserve', units: items }, cause);
}

async function pendingOrder(context: Buyer, input: CheckoutInput, cart: Cart): Promise<PreparedOrder> {
  const { currency, lines, totals } = await priceCart(context, input, cart);
  const { shipping_address } = input;
  const orderId = context.newId('ord');
  const now = context.now();
  const items = lines.map(
    (line, index): OrderItemRow => ({ ...line, id: context.newId('itm'), order_id: orderId, position: index + 1 }),
  );
  const placed = chainEvents(
    { id: orderId, ...CHAIN_START },
    [{ kind: 'order.placed', data: { total: totals.total, currency } }],
    { actor: context.actor, created_at: now, seal: context.seal },
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
  const payment = newPayment(context, order, input.payment_method);
  return { order, items, payment: totals.total > 0 ? payment : undefined, events: placed.rows };
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

function inProgress(order: OrderRow | undefined): Refusal {
  const named = order ? ` as ${order.order_number}` : '';
  const next = order?.status === 'pending' ? 'pay for that order, cancel it, or change the cart' : 'look at that order';
  return new Refusal(
    'checkout_in_progress',
    `This cart has been checked out already${named}; ${next} before trying again.`,
    {
      facts: order ? { order_id: order.id, order_number: order.order_number } : {},
    },
  );
}
