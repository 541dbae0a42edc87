/** A database with very many orders, written by the database itself: MariaDB's sequence tables make the rows. */
import type { Database } from '../../src/database/database.ts';
import { sleep } from '../../src/lib/backoff.ts';
import { type Id, idFromBytes } from '../../src/lib/ids.ts';

const START_MS = Date.UTC(2025, 0, 1);
const APART_MS = 20_000;
const ORDERS_EACH = 20;

const hex = (kind: string, seq: string) =>
  `UNHEX(CONCAT(LPAD(HEX(${START_MS} + ${seq} * ${APART_MS}), 12, '0'), '7${kind}', '8000', LPAD(HEX(${seq}), 12, '0')))`;
const at = (seq: string) => `FROM_UNIXTIME((${START_MS} + ${seq} * ${APART_MS}) / 1000)`;

const bytes = (kind: string, seq: number): Buffer =>
  Buffer.from(
    `${(START_MS + seq * APART_MS).toString(16).padStart(12, '0')}7${kind}8000${seq.toString(16).padStart(12, '0')}`,
    'hex',
  );

export const orderIdAt = (seq: number): Id<'ord'> => idFromBytes('ord', bytes('001', seq));
export const customerIdAt = (seq: number): Id<'usr'> => idFromBytes('usr', bytes('002', seq));
export const placedAt = (seq: number): string => new Date(START_MS + seq * APART_MS).toISOString();

/** Makes `count` orders of one line each, twenty to a customer; most are delivered, the last ones are open. */
export async function makeManyOrders(database: Database, count: number): Promise<void> {
  const customers = Math.ceil(count / ORDERS_EACH);
  const owner = `(1 + (seq % ${customers}))`;
  const product = hex('003', '1');
  const open = count - 200;
  const statements = [
    `INSERT INTO users (id, email, name, role, active, created_at) SELECT ${hex('002', 'seq')}, CONCAT('c', seq, '@example.org'), CONCAT('Customer ', seq), 'customer', 1, ${at('seq')} FROM seq_1_to_${customers}`,
    `INSERT INTO products (id, sku, name, price, currency, active, created_at, updated_at) VALUES (${product}, 'MUG', 'Coffee mug', 1250, 'EUR', 1, NOW(3), NOW(3))`,
    `INSERT INTO stock VALUES (${product}, 10000000, 200)`,
    `INSERT INTO orders (id, order_number, customer_id, cart_id, cart_version, status, payment_status, fulfillment_status, email, customer_name,
       currency, subtotal, shipping_total, tax_total, total, item_count, shipping_method, shipping_address, billing_address, held, version,
       event_count, event_hash, placed_at, confirmed_at, updated_at)
     SELECT ${hex('001', 'seq')}, CONCAT('ORD-', LPAD(CONV(seq, 10, 32), 10, '0')), ${hex('002', owner)}, ${hex('004', 'seq')}, 1,
       IF(seq > ${open}, 'processing', 'delivered'), 'paid', IF(seq > ${open}, 'unfulfilled', 'delivered'), CONCAT('c', ${owner}, '@example.org'),
       CONCAT('Customer ', ${owner}), 'EUR', 1250, 500, 0, 1750 + (seq % 1000), 1, 'standard', @address, @address, 0, 4, 2, REPEAT('0', 64),
       ${at('seq')}, ${at('seq')}, ${at('seq')} FROM seq_1_to_${count}`.replace(
      '1250, 500, 0, 1750 + (seq % 1000)',
      '1250 + (seq % 1000), 500, 0, 1750 + (seq % 1000)',
    ),
    `INSERT INTO order_items SELECT ${hex('005', 'seq')}, ${hex('001', 'seq')}, 1, ${product}, 'MUG', 'Coffee mug', 1250, 1, IF(seq > ${open}, 0, 1), 0, 0, 0, 1250 FROM seq_1_to_${count}`,
    `INSERT INTO order_events SELECT ${hex('001', 'seq')}, n.seq, IF(n.seq = 1, 'order.placed', 'order.confirmed'), 'customer:c@example.org', '{}', ${at('s.seq')}, REPEAT('0', 64)
       FROM seq_1_to_${count} s JOIN seq_1_to_2 n`
      .replaceAll('+ seq *', '+ s.seq *')
      .replace('LPAD(HEX(seq)', 'LPAD(HEX(s.seq)'),
    `INSERT INTO payments (id, order_id, gateway, method, status, currency, amount, captured_amount, refunded_amount, description, charge_deadline, checks, created_at, updated_at)
     SELECT ${hex('006', 'seq')}, ${hex('001', 'seq')}, 'sandbox', 'card', 'captured', 'EUR', 1750, 1750, 0, 'Sandbox card', ${at('seq')}, 1, ${at('seq')}, ${at('seq')} FROM seq_1_to_${count}`,
  ];
  await database.atomic('bench.fill', async (tx) => {
    await tx.run(
      `SET @address = '{"name":"Customer","line1":"Hauptstraße 1","city":"Berlin","postal_code":"10115","country":"DE"}'`,
    );
    await tx.run('SET unique_checks = 0, foreign_key_checks = 0');
    for (const statement of statements) await tx.run(statement);
    await tx.run('SET unique_checks = 1, foreign_key_checks = 1');
  });
  await untilFlushed(database);
  for (const table of ['orders', 'order_items', 'order_events', 'payments'])
    await database.rows(`ANALYZE TABLE ${table}`);
}

const MOST_SECONDS = 90;

/** Waits until the pages written are on the disk: what is measured next should not pay for it. */
async function untilFlushed(database: Database): Promise<void> {
  await database.run('SET GLOBAL innodb_max_dirty_pages_pct = 0');
  for (let waited = 0; waited < MOST_SECONDS; waited++) {
    const [row] = await database.rows<{ Value: string }>("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'");
    if (Number(row?.Value) < 100) break;
    await sleep(1000);
  }
  await database.run('SET GLOBAL innodb_max_dirty_pages_pct = 90');
}
