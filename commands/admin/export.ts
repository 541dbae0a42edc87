import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Refusal } from '../../src/errors.ts';
import { exportOrders } from '../../src/orders/read/export-orders.ts';
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

/** `csv`, or `json`: one object a line, so that neither side holds the whole. */
export const command = defineCommand({
  options: [
    ...FILTER_OPTIONS,
    { flags: '--format <format>', about: 'csv or json (one object a line); csv unless given' },
    { flags: '-o, --out <file>', about: 'into this file (stdout)' },
  ],
  examples: ['admin export --since 2026-01-01 --out orders.csv', 'admin export --format json | jq .total'],
  async run(session, _args, options) {
    const format = options.format ?? 'csv';
    if (format !== 'csv' && format !== 'json') throw new Refusal('usage', '--format must be csv or json.');
    const orders = await exportOrders(await session.context(), filtersOf(options));
    const file = options.out;
    const into: Writable = file ? createWriteStream(file) : session.io.surroundings.stdout;
    const lineOf = format === 'csv' ? csvLine : (order: OrderSummary) => JSON.stringify(order);
    const write = async (text: string) => void (into.write(`${text}\n`) || (await once(into, 'drain')));
    if (format === 'csv') await write(COLUMNS.map(([title]) => title).join(','));
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

const csvLine = (order: OrderSummary): string => COLUMNS.map(([, value]) => csvField(value(order))).join(',');
