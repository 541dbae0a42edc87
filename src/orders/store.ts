/** Orders and their parts, and the queries on them. Orders are changed in save-order.ts. */
import type { Context } from '../context.ts';
import { nested } from '../database/nested.ts';
import type { Sql } from '../database/sql.ts';
import { encodeTime, type RawRow } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import { type PaymentRow, payments, type RefundRow, refunds } from '../payments/store.ts';
import { type ShipmentItemRow, type ShipmentRow, shipmentItems, shipments } from '../shipping/store.ts';
import { noSuchOrder, type OrderReference, referenceText } from './reference.ts';
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
import { eventTitle } from './timeline.ts';

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

const columnOf = (reference: OrderReference): [column: string, value: unknown] =>
  'id' in reference ? ['id', idToBytes(reference.id)] : ['order_number', reference.order_number];

/** The row of an order, locked until the transaction ends where the engine locks rows. */
async function readOrder(db: Sql, reference: OrderReference): Promise<OrderRow | undefined> {
  const [column, value] = columnOf(reference);
  const sql = `SELECT ${orders.list()} FROM orders WHERE ${column} = ?${db.forUpdate}`;
  return (await db.select(orders, sql, [value]))[0];
}

/** An order by reference. Throws `order_not_found`. Inside a transaction its row is locked. */
export async function getOrderRow(db: Sql, reference: OrderReference): Promise<OrderRow> {
  const order = await readOrder(db, reference);
  if (!order) throw noSuchOrder(referenceText(reference));
  return order;
}

export const itemsOf = async (db: Sql, orderIds: readonly Id<'ord'>[]): Promise<OrderItemRow[]> => {
  const marks = orderIds.map(() => '?').join(', ') || 'NULL';
  const sql = `SELECT ${orderItems.list()} FROM order_items WHERE order_id IN (${marks}) ORDER BY order_id, position`;
  return db.select(orderItems, sql, orderIds.map(idToBytes));
};

const CHILDREN = {
  items: nested(orderItems, 'x'),
  payments: nested(payments, 'x'),
  refunds: nested(refunds, 'x'),
  shipments: nested(shipments, 'x'),
  events: nested(orderEvents, 'x'),
  notes: nested(orderNotes, 'x'),
  holds: nested(orderHolds, 'x'),
} as const;
const SHIPMENT_ITEMS = nested(shipmentItems, 'x');

type Child = keyof typeof CHILDREN;

const childColumns = (db: Sql, names: readonly Child[]): string[] =>
  names.map((name) => `${CHILDREN[name].expression(db.dialect, 'x.order_id = o.id')} AS ${name}`);

/** The parts of an order whose row has been read. */
export async function readParts(db: Sql, order: OrderRow): Promise<OrderParts> {
  const columns = childColumns(db, ['items', 'payments', 'refunds', 'shipments']);
  const [row = {}] = await db.rows(`SELECT ${columns.join(', ')} FROM orders o WHERE o.id = ?`, [idToBytes(order.id)]);
  return partsOf(order, row);
}

const partsOf = (order: OrderRow, row: RawRow): OrderParts => ({
  order,
  items: CHILDREN.items.read(row.items).sort((a, b) => a.position - b.position),
  payments: CHILDREN.payments.read(row.payments).sort(byAge),
  refunds: CHILDREN.refunds.read(row.refunds).sort(byAge),
  shipments: CHILDREN.shipments.read(row.shipments).sort(byAge),
});

/** Ids sort by the time they were made. */
const byAge = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

/** An order with everything that is shown of it, in one statement. Throws `order_not_found`. */
export async function getWholeOrder(db: Sql, reference: OrderReference): Promise<WholeOrder> {
  const [column, value] = columnOf(reference);
  const inside = 'x.shipment_id IN (SELECT s.id FROM shipments s WHERE s.order_id = o.id)';
  const columns = [
    orders.list('o'),
    ...childColumns(db, Object.keys(CHILDREN) as Child[]),
    `${SHIPMENT_ITEMS.expression(db.dialect, inside)} AS shipment_items`,
  ];
  const [row] = await db.rows(`SELECT ${columns.join(', ')} FROM orders o WHERE o.${column} = ?`, [value]);
  if (!row) throw noSuchOrder(referenceText(reference));
  return {
    ...partsOf(orders.decode(row), row),
    shipmentItems: SHIPMENT_ITEMS.read(row.shipment_items),
    events: eventsIn(row),
    notes: CHILDREN.notes.read(row.notes).sort(byAge),
    holds: CHILDREN.holds.read(row.holds).sort(byAge),
  };
}

export interface AuditedOrder extends OrderParts {
  readonly events: readonly OrderEventRow[];
}

/** Orders by id, from the one after `after`, each with its parts and its timeline. */
export async function pageOfOrders(db: Sql, after: Id<'ord'> | undefined, limit: number): Promise<AuditedOrder[]> {
  const columns = [orders.list('o'), ...childColumns(db, ['items', 'payments', 'refunds', 'shipments', 'events'])];
  const sql = `SELECT ${columns.join(', ')} FROM orders o WHERE o.id > ? ORDER BY o.id LIMIT ${limit}`;
  const rows = await db.rows(sql, [after ? idToBytes(after) : Buffer.alloc(16)]);
  return rows.map((row) => ({ ...partsOf(orders.decode(row), row), events: eventsIn(row) }));
}

const eventsIn = (row: RawRow): OrderEventRow[] => CHILDREN.events.read(row.events).sort((a, b) => a.seq - b.seq);

/** Everything that is shown of an order whose row has been read. */
export const readWhole = async (db: Sql, order: OrderRow): Promise<WholeOrder> => ({
  ...(await getWholeOrder(db, { id: order.id })),
  order,
});

/** Throws `stale_version`, saying who did what, unless the order is still at the version the caller saw. */
export async function requireVersion(
  { db, actor }: Context,
  order: OrderRow,
  expected: number | undefined,
): Promise<void> {
  if (expected === undefined || expected === order.version) return;
  // Who did what inside the shop is for staff.
  const [last] =
    actor.kind === 'customer'
      ? []
      : await db.find(orderEvents, { order_id: order.id }, { order: [['seq', 'DESC']], limit: 1 });
  const change = last
    ? `${last.actor} did it last, at ${last.created_at}: ${eventTitle(last.kind)}`
    : 'it has moved on';
  throw new Refusal(
    'stale_version',
    `${order.order_number} was changed meanwhile (${change}); look at it again, then repeat.`,
    { facts: { expected_version: expected, version: order.version } },
  );
}

export const shipItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET shipped_quantity = shipped_quantity + ? WHERE id = ?', [quantity, idToBytes(itemId)]);

export const unshipItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET shipped_quantity = shipped_quantity - ? WHERE id = ?', [quantity, idToBytes(itemId)]);

export const cancelItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET cancelled_quantity = cancelled_quantity + ? WHERE id = ?', [
    quantity,
    idToBytes(itemId),
  ]);

export const refundItem = (db: Sql, itemId: Id<'itm'>, quantity: number): Promise<number> =>
  db.run('UPDATE order_items SET refunded_quantity = refunded_quantity + ? WHERE id = ?', [
    quantity,
    idToBytes(itemId),
  ]);

export const insertNote = (db: Sql, note: OrderNoteRow): Promise<void> => db.insert(orderNotes, [note]);

export const insertHold = (db: Sql, hold: OrderHoldRow): Promise<void> => db.insert(orderHolds, [hold]);

/** Releases whatever hold is open on an order; how many there were. */
export const releaseHolds = (
  db: Sql,
  order_id: Id<'ord'>,
  released: { readonly released_by: string; readonly released_at: Instant },
): Promise<number> => db.update(orderHolds, released, { order_id, released_at: null });

/** How many orders a customer placed after one instant and until another. */
export async function countOrdersOf(
  db: Sql,
  customer: Id<'usr'>,
  { after, until }: { readonly after: Instant; readonly until: Instant },
): Promise<number> {
  const [row] = await db.rows<{ total: number }>(
    'SELECT COUNT(*) AS total FROM orders WHERE customer_id = ? AND placed_at > ? AND placed_at <= ?',
    [idToBytes(customer), encodeTime(after), encodeTime(until)],
  );
  return Number(row?.total ?? 0);
}

/** Orders that have been pending since `before` or longer, oldest first. */
export const pendingSince = (db: Sql, before: Instant, limit: number): Promise<OrderRow[]> =>
  db.select(
    orders,
    `SELECT ${orders.list()} FROM orders WHERE status = 'pending' AND placed_at <= ? ORDER BY placed_at LIMIT ${limit}`,
    [encodeTime(before)],
  );

/** Orders of a customer placed since then that are still to be paid, the oldest first. */
export const unpaidOrdersOf = (
  db: Sql,
  customerId: Id<'usr'>,
  { since, limit }: { readonly since: Instant; readonly limit: number },
): Promise<OrderRow[]> =>
  db.select(
    orders,
    `SELECT ${orders.list()} FROM orders WHERE customer_id = ? AND placed_at > ? AND status = 'pending'
     ORDER BY placed_at LIMIT ${limit}`,
    [idToBytes(customerId), encodeTime(since)],
  );

/** Orders of a customer that came to nothing since then: their payments were declined. */
export async function countFailedOrders(db: Sql, customerId: Id<'usr'>, since: Instant): Promise<number> {
  const sql = `SELECT COUNT(*) AS failed FROM orders WHERE customer_id = ? AND placed_at > ? AND status = 'failed'`;
  const [row] = await db.rows<{ failed: number }>(sql, [idToBytes(customerId), encodeTime(since)]);
  return Number(row?.failed ?? 0);
}

/** Whether the newest event of the shop is sealed: a key has been in use. */
export async function isSealed(db: Sql): Promise<boolean> {
  const [row] = await db.rows<{ hash: string }>(
    'SELECT hash FROM order_events ORDER BY order_id DESC, seq DESC LIMIT 1',
  );
  return row?.hash.startsWith('k') ?? false;
}
