import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Refusal } from '../../src/errors.ts';
import { exportOrders } from '../../src/orders/read/export-orders.ts';
import type { OrderStatus } from '../../src/orders/states.ts';
import type { OrderSummary } from '../../src/orders/wire/shapes.ts';
import { defineCommand } from '../cli/define.ts';
import { csvField, moneyPlain } from '../cli/render.ts';
import { FILTER_OPTIONS, filtersOf } from './filters.ts';

/** The columns of the CSV file, in order. A stable shape: new ones come at the end. */
const COLUMNS: readonly (readonly [title: string, value: (order: OrderSummary) => string | number])[] = [
  ['order_number', ({ order_number }) => order_number],
  ['placed_at', ({ placed_at }) => placed_at],
  ['status', ({ status }) => status],
  ['payment_status', ({ payment_status }) => payment_status],
  ['fulfillment_status', ({ fulfillment_status }) => fulfillment_status],
  ['customer_email', ({ customer }) => customer?.email ?? ''],
  ['customer_name', ({ customer }) => customer?.name ?? ''],
  ['country', ({ country }) => country ?? ''],
  ['currency', ({ currency }) => currency],
  ['total', ({ total, currency }) => moneyPlain(total, currency)],
  ['units', ({ item_count }) => item_count],
  ['skus', ({ items }) => items.map(({ sku, quantity }) => `${quantity}x${sku}`).join(' ')],
  ['id', ({ id }) => id],
];

/** What a carrier's portal reads to print labels: one row an order that is ready to ship. */
const LABEL_COLUMNS: typeof COLUMNS = [
  ['order', ({ order_number }) => order_number],
  ['name', ({ shipping_address }) => shipping_address?.name ?? ''],
  ['company', ({ shipping_address }) => shipping_address?.company ?? ''],
  ['street', ({ shipping_address }) => shipping_address?.line1 ?? ''],
  ['street2', ({ shipping_address }) => shipping_address?.line2 ?? ''],
  ['postal_code', ({ shipping_address }) => shipping_address?.postal_code ?? ''],
  ['city', ({ shipping_address }) => shipping_address?.city ?? ''],
  ['region', ({ shipping_address }) => shipping_address?.region ?? ''],
  ['country', ({ country }) => country ?? ''],
  ['phone', ({ shipping_address }) => shipping_address?.phone ?? ''],
  ['email', ({ customer }) => customer?.email ?? ''],
  ['units', ({ item_count }) => item_count],
  ['value', ({ total, currency }) => moneyPlain(total, currency)],
  ['currency', ({ currency }) => currency],
];

/** Paid, checked, and not all in parcels yet. */
const TO_LABEL: OrderStatus[] = ['processing', 'partially_shipped'];

/** `csv`, or `json`: one object a line, so that neither side holds the whole. */
export const command = defineCommand({
  options: [
    ...FILTER_OPTIONS,
    { flags: '--format <format>', about: 'csv or json (one object a line); csv unless given' },
    {
      flags: '--for <reader>',
      about: 'labels: the addresses of orders that are ready to ship, for a carrier’s portal',
      choices: ['labels'],
    },
    { flags: '--bom', about: 'with a byte order mark, so that Excel reads it as UTF-8' },
    { flags: '-o, --out <file>', about: 'into this file (stdout)' },
  ],
  examples: [
    'admin export --since 2026-01-01 --out orders.csv',
    'admin export --for labels --out labels.csv',
    'admin export --format json | jq .total',
  ],
  async run(session, _args, options) {
    const format = options.format ?? 'csv';
    if (format !== 'csv' && format !== 'json') throw new Refusal('usage', '--format must be csv or json.');
    const labels = options.for === 'labels';
    const columns = labels ? LABEL_COLUMNS : COLUMNS;
    const filters = filtersOf(options);
    const csvLine = (order: OrderSummary): string => columns.map(([, value]) => csvField(value(order))).join(',');
    const ready = { status: filters.status ?? TO_LABEL, held: filters.held ?? false };
    const orders = await exportOrders(await session.context(), { ...filters, ...(labels ? ready : {}) });
    const file = options.out;
    const into: Writable = file ? createWriteStream(file) : session.io.surroundings.stdout;
    const jsonLine = (order: OrderSummary) =>
      JSON.stringify(labels ? Object.fromEntries(columns.map(([title, value]) => [title, value(order)])) : order);
    const lineOf = format === 'csv' ? csvLine : jsonLine;
    const write = async (text: string) => void (into.write(`${text}\n`) || (await once(into, 'drain')));
    const mark = options.bom === true ? '\uFEFF' : '';
    if (format === 'csv') await write(`${mark}${columns.map(([title]) => title).join(',')}`);
    let count = 0;
    for await (const order of orders) {
      await write(lineOf(order));
      count += 1;
      if (count % 10_000 === 0 && session.io.interactive) session.io.progress(`${count} orders …`);
    }
    if (file) {
      into.end();
      await once(into, 'finish');
    }
    session.io.progress('');
    session.io.say(`${count} orders${file ? ` in ${file}` : ''}.`);
  },
});
