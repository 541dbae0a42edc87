/**
 * The floor of a checkout: the rows that one writes and the commits it makes — prepare, the gateway's own books, settle
 * — through the bare drivers. The rows are those of a checkout the program has just made, under ids of their own.
 */
import { join } from 'node:path';
import { type Id, idToBytes, newId } from '../../src/lib/ids.ts';
import { newOrderNumber } from '../../src/lib/order-number.ts';
import type { Shopper } from '../setup/shoppers.ts';
import { type BareDatabase, type BareTransaction, openBare, openLibsql } from './bare-driver.ts';

type Row = Record<string, unknown>;

/** What one checkout left in each table. */
interface Written {
  readonly orders: Row;
  readonly items: Row[];
  readonly events: Row[];
  readonly payments: Row;
  readonly movements: Row[];
  readonly outbox: Row[];
  readonly key: Row;
}

export interface CheckoutFloor {
  /** Writes what the checkout of this shopper would. */
  checkOut(shopper: Shopper): Promise<void>;
  close(): Promise<void>;
}

export async function openCheckoutFloor(
  url: string,
  folder: string,
  connections: number,
  example: Id<'ord'>,
): Promise<CheckoutFloor> {
  const database = openBare(url, connections);
  const written = await readWritten(database, example);
  const books = openLibsql(join(folder, 'floor-gateway.sqlite'), 'NORMAL');
  books.prepare('CREATE TABLE IF NOT EXISTS charges (key TEXT PRIMARY KEY, amount INTEGER, status TEXT)').run([]);
  const charge = books.prepare('INSERT INTO charges (key, amount, status) VALUES (?, ?, ?)');
  return {
    async checkOut(shopper) {
      const ids = { order: idToBytes(newId('ord')), payment: idToBytes(newId('pay')) };
      await database.transaction((tx) => prepare(tx, written, shopper, ids));
      charge.run([newId('pay'), Number(written.payments.amount), 'captured']);
      await database.transaction((tx) => settle(tx, written, shopper, ids));
    },
    async close() {
      books.close();
      await database.close();
    },
  };
}

async function readWritten(database: BareDatabase, order: Id<'ord'>): Promise<Written> {
  const of = (table: string, column = 'order_id', more = '') =>
    database.rows(`SELECT * FROM ${table} WHERE ${column} = ? ${more}`, [idToBytes(order)]);
  return {
    orders: (await of('orders', 'id'))[0] as Row,
    items: await of('order_items'),
    events: await of('order_events', 'order_id', 'ORDER BY seq'),
    payments: (await of('payments'))[0] as Row,
    movements: await of('stock_movements'),
    outbox: await of('outbox'),
    key: (await of('idempotency_keys'))[0] as Row,
  };
}

interface Ids {
  readonly order: Buffer;
  readonly payment: Buffer;
}

async function prepare(tx: BareTransaction, written: Written, shopper: Shopper, ids: Ids): Promise<void> {
  const { order: order_id } = ids;
  const customer_id = idToBytes(shopper.userId);
  const cart_id = idToBytes(shopper.cartId);
  const order = { ...written.orders, id: order_id, order_number: newOrderNumber(), customer_id, cart_id };
  const id = () => idToBytes(newId('itm'));
  const product_id = shopper.productId;
  await insert(tx, 'idempotency_keys', [{ ...written.key, caller_id: customer_id, order_id, outcome: null }]);
  await insert(tx, 'orders', [{ ...order, status: 'pending', payment_status: 'pending', confirmed_at: null }]);
  await insert(
    tx,
    'order_items',
    written.items.map((row) => ({ ...row, id: id(), order_id, product_id })),
  );
  await insert(
    tx,
    'order_events',
    written.events.slice(0, 1).map((row) => ({ ...row, order_id })),
  );
  await insert(tx, 'payments', [
    { ...written.payments, id: ids.payment, order_id, status: 'created', captured_amount: 0 },
  ]);
  await tx.run('UPDATE stock SET reserved = reserved + 1 WHERE product_id = ? AND on_hand - reserved >= 1', [
    product_id,
  ]);
  await insert(
    tx,
    'stock_movements',
    written.movements.map((row) => ({ ...row, id: id(), order_id, product_id })),
  );
}

async function settle(tx: BareTransaction, written: Written, shopper: Shopper, ids: Ids): Promise<void> {
  const { order: order_id } = ids;
  const { payments: payment, orders: order } = written;
  await tx.run(
    "UPDATE payments SET status = 'captured', captured_amount = ?, description = ?, next_check_at = NULL, checks = 1, updated_at = ? WHERE id = ? AND status = 'created' AND checks = 0",
    [payment.captured_amount, payment.description, payment.updated_at, ids.payment],
  );
  await tx.run(
    "UPDATE orders SET status = 'confirmed', payment_status = 'paid', confirmed_at = ?, event_count = ?, event_hash = ?, version = 2, updated_at = ? WHERE id = ?",
    [order.confirmed_at, order.event_count, order.event_hash, order.updated_at, order_id],
  );
  await insert(
    tx,
    'order_events',
    written.events.slice(1).map((row) => ({ ...row, order_id })),
  );
  await tx.run('UPDATE carts SET version = version + 1 WHERE id = ? AND version = 2', [idToBytes(shopper.cartId)]);
  await tx.run('DELETE FROM cart_items WHERE cart_id = ?', [idToBytes(shopper.cartId)]);
  const announced = written.outbox.map((row) => {
    const id = newId('out');
    return { ...row, id: idToBytes(id), order_id, dedupe_key: `${String(row.kind)}:${id}` };
  });
  await insert(tx, 'outbox', announced);
  await tx.run('UPDATE idempotency_keys SET outcome = ? WHERE order_id = ? AND outcome IS NULL', [
    written.key.outcome,
    order_id,
  ]);
}

async function insert(tx: BareTransaction, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] as Row);
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  await tx.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => tuple).join(', ')}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
}
