/** Orders and their parts: reading them, and the one way to change an order. */
import type { Actor } from '../context.ts';
import { StaleRow } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { type Id, idToBytes, parseId } from '../lib/ids.ts';
import { looksLikeOrderNumber, parseOrderNumber } from '../lib/order-number.ts';
import type { Instant } from '../lib/time.ts';
import { type PaymentRow, paymentsOf, type RefundRow, refundsOf } from '../payments/store.ts';
import { itemsOfShipments, type ShipmentItemRow, type ShipmentRow, shipmentsOf } from '../shipping/store.ts';
import {
  type OrderEventRow,
  type OrderHoldRow,
  type OrderItemRow,
  type OrderNoteRow,
  type OrderRow,
  orderEvents,
  orderHolds,
  orderItems,
  orderNotes,
  orders,
} from './tables.ts';
import { chainEvents, eventsOf, type NewEvent } from './timeline.ts';

/** An order with the parts that rules decide on. */
export interface OrderParts {
  readonly order: OrderRow;
  readonly items: readonly OrderItemRow[];
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly shipments: readonly ShipmentRow[];
}

/** An order with everything that is shown of it. */
export interface WholeOrder extends OrderParts {
  readonly shipmentItems: readonly ShipmentItemRow[];
  readonly events: readonly OrderEventRow[];
  readonly notes: readonly OrderNoteRow[];
  readonly holds: readonly OrderHoldRow[];
}

export const noSuchOrder = (reference: string): Refusal =>
  new Refusal('order_not_found', `There is no order "${reference}".`);

/** How an order is named from outside: its id or its number, in any spelling. */
export type OrderReference = { readonly id: Id<'ord'> } | { readonly order_number: string };

/** Throws `order_not_found` for a text that cannot name an order; a mistyped number is told from an unknown one. */
export function parseOrderReference(text: string): OrderReference {
  const id = parseId('ord', text);
  if (id) return { id };
  const order_number = parseOrderNumber(text);
  if (order_number) return { order_number };
  if (!looksLikeOrderNumber(text)) throw noSuchOrder(text);
  throw new Refusal(
    'order_not_found',
    `"${text}" has a typing slip: its check symbol does not fit. Compare it with the order.`,
  );
}

/** The row of an order, locked until the transaction ends where the engine locks rows. */
async function readOrder(db: Sql, reference: OrderReference): Promise<OrderRow | undefined> {
  const [column, value] =
    'id' in reference ? ['id', idToBytes(reference.id)] : ['order_number', reference.order_number];
  const sql = `SELECT ${orders.list()} FROM orders WHERE ${column} = ?${db.forUpdate}`;
  return (await db.select(orders, sql, [value]))[0];
}

/** An order by reference. Throws `order_not_found`. Inside a transaction its row is locked. */
export async function getOrderRow(db: Sql, reference: OrderReference): Promise<OrderRow> {
  const order = await readOrder(db, reference);
  if (!order) throw noSuchOrder('id' in reference ? reference.id : reference.order_number);
  return order;
}

export const itemsOf = async (db: Sql, orderIds: readonly Id<'ord'>[]): Promise<OrderItemRow[]> => {
  const marks = orderIds.map(() => '?').join(', ') || 'NULL';
  const sql = `SELECT ${orderItems.list()} FROM order_items WHERE order_id IN (${marks}) ORDER BY order_id, position`;
  return db.select(orderItems, sql, orderIds.map(idToBytes));
};

/** The parts of an order whose row has been read. Inside a transaction statements go one after another anyway. */
export async function readParts(db: Sql, order: OrderRow): Promise<OrderParts> {
  const ids = [order.id];
  const [items, payments, refunds, shipments] = await Promise.all([
    itemsOf(db, ids),
    paymentsOf(db, ids),
    refundsOf(db, ids),
    shipmentsOf(db, ids),
  ]);
  return { order, items, payments, refunds, shipments };
}

/** Everything that is shown of an order. */
export async function readWhole(db: Sql, order: OrderRow): Promise<WholeOrder> {
  const [parts, events, notes, holds] = await Promise.all([
    readParts(db, order),
    eventsOf(db, order.id),
    db.find(orderNotes, { order_id: order.id }, { order: [['created_at', 'ASC']] }),
    db.find(orderHolds, { order_id: order.id }, { order: [['held_at', 'ASC']] }),
  ]);
  const shipmentItems = await itemsOfShipments(
    db,
    parts.shipments.map(({ id }) => id),
  );
  return { ...parts, shipmentItems, events, notes, holds };
}

export interface Write {
  readonly actor: Actor;
  readonly now: Instant;
  readonly events: readonly NewEvent[];
}

/** Writes a new order, its lines and the first events of its timeline. Throws DuplicateKey for a cart used already. */
export async function insertOrder(
  db: Sql,
  order: OrderRow,
  items: readonly OrderItemRow[],
  events: readonly OrderEventRow[],
): Promise<void> {
  await db.insert(orders, [order]);
  await db.insert(orderItems, items);
  await db.insert(orderEvents, events);
}

/** An order as a write left it, and the events the write added. */
export interface SavedOrder {
  readonly order: OrderRow;
  readonly events: readonly OrderEventRow[];
}

/**
 * The one way to change an order: compare-and-swap on its version, with the events that say why. Throws StaleRow when
 * the order was changed since `before` was read; the transaction is then run again.
 */
export async function saveOrder(
  db: Sql,
  before: OrderRow,
  changes: Partial<OrderRow>,
  write: Write,
): Promise<SavedOrder> {
  const { head, rows } = chainEvents(before.id, before, write.events, write.actor, write.now);
  const written = { ...changes, ...head, version: before.version + 1, updated_at: write.now };
  if ((await db.update(orders, written, { id: before.id, version: before.version })) === 0) {
    throw new StaleRow(`order ${before.order_number}`);
  }
  await db.insert(orderEvents, rows);
  return { order: { ...before, ...written }, events: rows };
}

/** Throws `stale_version` unless the order is still at the version the caller saw. */
export function requireVersion(order: OrderRow, expected: number | undefined): void {
  if (expected === undefined || expected === order.version) return;
  throw new Refusal(
    'stale_version',
    `${order.order_number} was changed meanwhile (you saw version ${expected}, it is at ${order.version}); look at it again, then repeat.`,
    { facts: { expected_version: expected, version: order.version } },
  );
}

export const shipItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET shipped_quantity = shipped_quantity + ? WHERE id = ?', [quantity, idToBytes(itemId)]);

export const cancelItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET cancelled_quantity = cancelled_quantity + ? WHERE id = ?', [
    quantity,
    idToBytes(itemId),
  ]);

export const insertNote = (db: Sql, note: OrderNoteRow): Promise<void> => db.insert(orderNotes, [note]);

export const insertHold = (db: Sql, hold: OrderHoldRow): Promise<void> => db.insert(orderHolds, [hold]);

/** Releases whatever hold is open on an order; how many there were. */
export const releaseHolds = (db: Sql, orderId: Id<'ord'>, released_by: string, released_at: Instant): Promise<number> =>
  db.update(orderHolds, { released_by, released_at }, { order_id: orderId, released_at: null });
