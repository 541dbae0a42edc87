/**
 * Fails when the SQL of a table stands outside the room it belongs to. A table is written only in its own room; another
 * room may join it in a statement only where READERS says so, and only from below. A new join is a line here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The room of each table. */
const OWNERS: Readonly<Record<string, string>> = {
  users: 'src/people',
  products: 'src/catalog',
  tax_rates: 'src/rates',
  shipping_rates: 'src/rates',
  stock: 'src/inventory',
  stock_movements: 'src/inventory',
  carts: 'src/carts',
  cart_items: 'src/carts',
  idempotency_keys: 'src/idempotency',
  outbox: 'src/outbox',
  job_pauses: 'src/outbox',
  shop_events: 'src/journal',
  workers: 'src/jobs',
  job_rounds: 'src/jobs',
  job_tallies: 'src/jobs',
  jobs: 'worker/sql-backend',
  refund_limits: 'src/billing',
  approvals: 'src/billing',
  payments: 'src/payments',
  refunds: 'src/payments',
  shipments: 'src/shipping',
  shipment_items: 'src/shipping',
  tracking_events: 'src/shipping',
  carrier_calls: 'src/shipping',
  orders: 'src/orders',
  order_items: 'src/orders',
  order_events: 'src/orders',
  order_words: 'src/orders',
  order_notes: 'src/orders',
  order_holds: 'src/orders',
  saved_views: 'src/orders',
  waves: 'src/fulfillment',
  packings: 'src/fulfillment',
  wave_orders: 'src/fulfillment',
  notifications: 'src/notifications',
  mail_suppressions: 'src/notifications',
  staff_alerts: 'src/notifications',
};

/** Which tables of others a file, or a folder, reads; `*` is any. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  // A product is shown with what is left of it; the counter itself is the inventory's.
  'src/catalog/list-products.ts': ['stock'],
  'src/carts/store.ts': ['products', 'users'],
  // The job rooms show and count what the outbox and the job store hold.
  'src/jobs': ['outbox', 'jobs'],
  // An order is read whole, parcels and all, by one statement.
  'src/orders/store.ts': ['shipments'],
  'src/orders/read/filters.ts': ['products', 'users'],
  'src/fulfillment/store.ts': ['orders', 'order_items', 'products', 'shipments'],
  'src/tracking/queries.ts': ['orders', 'shipments', 'tracking_events'],
  'src/messages/alerts/queries.ts': ['orders', 'outbox', 'products', 'stock'],
  // The read model of the whole: the board, what is stuck, figures, completion, the audit.
  'src/operations': ['*'],
};

/** They have tables of their own, of these names, in files of their own. */
const ELSEWHERE = ['src/payments/gateways/', 'src/shipping/carriers/', 'src/database/migrations/'];

const names = Object.keys(OWNERS).sort((a, b) => b.length - a.length);
const NAMED = new RegExp(`\\b(FROM|JOIN|INTO|UPDATE|TABLE)\\s+(${names.join('|')})\\b`, 'g');
const DELETED = new RegExp(`\\bDELETE FROM\\s+(${names.join('|')})\\b`, 'g');
const mayRead = (file: string, table: string): boolean =>
  Object.entries(READERS).some(
    ([place, tables]) => file.startsWith(place) && (tables.includes('*') || tables.includes(table)),
  );

const faults: string[] = [];

for (const folder of ['commands', 'src', 'worker']) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (file.endsWith('.ts') && !ELSEWHERE.some((start) => file.startsWith(start))) judge(file);
  }
}

function judge(file: string): void {
  const source = readFileSync(file, 'utf8');
  const found = [...source.matchAll(NAMED)].map(([, verb, table]) => ({
    table,
    writes: verb === 'INTO' || verb === 'UPDATE',
  }));
  const deleted = [...source.matchAll(DELETED)].map(([, table]) => ({ table, writes: true }));
  for (const { table = '', writes } of [...found, ...deleted]) {
    if (file.startsWith(`${OWNERS[table]}/`)) continue;
    if (writes) faults.push(`${file} writes ${table}, which belongs to ${OWNERS[table]}`);
    else if (!mayRead(file, table)) faults.push(`${file} reads ${table}, which belongs to ${OWNERS[table]}`);
  }
}

for (const fault of [...new Set(faults)]) process.stderr.write(`${fault}\n`);
if (faults.length === 0) process.stdout.write(`${names.length} tables, each in its own room\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
