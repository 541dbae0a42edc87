/** The acts of the demonstration: opening shop, an order that arrives, an order that is cancelled. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showMoney } from '../../src/lib/money.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import type { Demo } from './stage.ts';

const CATALOGUE = `sku,name,price,currency,stock,barcode,bin,weight_g
MUG-01,Coffee mug,12.50,EUR,40,4006381333931,A-01,350
TEA-02,Tea tin,8.99,EUR,25,4006381333948,A-02,120
KET-03,Kettle,"1.299,00",EUR,3,4006381333955,B-07,1900
`;

const ADDRESS = { name: 'Ann Example', line1: 'Hauptstraße 1', city: 'Berlin', postal_code: '10115', country: 'DE' };
const TRACKING = 'SBX123456782';

export interface Shop {
  readonly customer: HttpClient;
}

export async function openShop(demo: Demo): Promise<Shop> {
  const file = join(demo.folder, 'products.csv');
  writeFileSync(file, CATALOGUE);
  await demo.command('A catalogue is imported', ['catalog', 'import', file]);
  await demo.command('', ['catalog', 'list']);
  await demo.command('A customer signs up', ['users', 'add', 'ann@example.org', '--name', 'Ann Example']);
  const token = await demo.command('', ['users', 'token', 'ann@example.org'], true);
  demo.say('The API and the worker start, as processes of their own');
  const line = await demo.daemon('serve');
  await demo.daemon('worker');
  const baseUrl = /http:\S+/.exec(line)?.[0] ?? '';
  return { customer: createHttpClient({ baseUrl, headers: { authorization: `Bearer ${token}` } }) };
}

/** One HTTP call, shown as it goes. Fails unless it is answered with 2xx. */
async function call(
  demo: Demo,
  { customer }: Shop,
  {
    method,
    path,
    data,
    headers = {},
  }: {
    readonly method: 'GET' | 'PUT' | 'POST';
    readonly path: string;
    readonly data?: object;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<OrderView> {
  const { status, data: answer } = await customer.request({ method, url: path, data, headers });
  demo.show(`${method} ${path} → ${status}`);
  if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`);
  return answer;
}

async function buy(
  demo: Demo,
  shop: Shop,
  { items, key }: { readonly items: readonly { sku: string; quantity: number }[]; readonly key: string },
): Promise<OrderView> {
  for (const { sku, quantity } of items)
    await call(demo, shop, { method: 'PUT', path: `/cart/items/${sku}`, data: { quantity } });
  const body = { shipping_address: ADDRESS, payment_method: 'card', payment_details: { token: 'tok_ok' } };
  const order = await call(demo, shop, {
    method: 'POST',
    path: '/orders/checkout',
    data: body,
    headers: { 'idempotency-key': key },
  });
  demo.show(
    `${order.order_number} is ${order.status}, ${showMoney(order.total, order.currency)} ${order.payment_status}`,
  );
  return order;
}

const orderIs = (
  demo: Demo,
  { customer }: Shop,
  { id, status }: { readonly id: string; readonly status: string },
): Promise<boolean> =>
  demo.until(`the order to be ${status}`, async () => (await customer.get(`/orders/${id}`)).data.status === status);

export async function deliverOrder(demo: Demo, shop: Shop): Promise<void> {
  demo.say('Ann fills her cart over HTTP and checks out');
  const lines = [
    { sku: 'MUG-01', quantity: 2 },
    { sku: 'TEA-02', quantity: 1 },
  ];
  const order = await buy(demo, shop, { items: lines, key: 'demo-1' });
  await demo.mail('The worker sends the confirmation', 'is-confirmed');
  await orderIs(demo, shop, { id: order.id, status: 'processing' });
  await demo.command('A clerk sees the order', ['admin', 'list']);
  await demo.command('The clerk ships it', ['admin', 'fulfill', order.order_number, '--tracking', TRACKING]);
  await demo.mail('The customer hears of it', 'is-on-its-way');
  demo.say('The worker asks the carrier until the parcel is at the door');
  await walk(demo, shop, order.id);
  await orderIs(demo, shop, { id: order.id, status: 'delivered' });
  await demo.command('', ['track', order.order_number]);
  await demo.mail('And the customer hears of that', 'has-been-delivered');
}

/** Shows each step of the parcel as it is seen. */
async function walk(demo: Demo, { customer }: Shop, id: string): Promise<void> {
  let seen = '';
  await demo.until('the parcel to arrive', async () => {
    const { data } = await customer.get(`/orders/${id}/track`);
    const { status, status_title } = data.shipments[0];
    if (status !== seen) demo.show(`${TRACKING}: ${status_title}`);
    seen = status;
    return status === 'delivered';
  });
}

export async function cancelAnOrder(demo: Demo, shop: Shop): Promise<void> {
  demo.say('Ann orders a kettle, and thinks better of it');
  const order = await buy(demo, shop, { items: [{ sku: 'KET-03', quantity: 1 }], key: 'demo-2' });
  await demo.command('', ['catalog', 'stock', 'KET-03']);
  const cancelled = await call(demo, shop, {
    method: 'PUT',
    path: `/orders/${order.id}/cancel`,
    data: { reason: 'too shiny' },
  });
  const [refund] = cancelled.refunds;
  demo.show(
    `${cancelled.order_number} is ${cancelled.status}; refund of ${showMoney(refund?.amount ?? 0, cancelled.currency)}: ${refund?.status}`,
  );
  await demo.mail('The mail tells of the refund', 'was-cancelled');
  await demo.command('The stock is back', ['catalog', 'stock', 'KET-03']);
}
