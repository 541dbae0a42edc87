/** The one way orders are written: each write is a row of the timeline, with its actor, and a webhook where one is wanted. */
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { StaleRow } from '../database/faults.ts';
import { announce } from '../outbox/store.ts';
import { webhookAnnouncements } from './announcements.ts';
import { type OrderEventRow, type OrderItemRow, type OrderRow, orderEvents, orderItems, orders } from './tables.ts';
import { chainEvents, type NewEvent } from './timeline.ts';

/** Writes a new order, its lines and the first events of its timeline. Throws DuplicateKey for a cart used already. */
export async function insertOrder(
  context: Context,
  tx: Tx,
  order: OrderRow,
  items: readonly OrderItemRow[],
  events: readonly OrderEventRow[],
): Promise<void> {
  await tx.insert(orders, [order]);
  await tx.insert(orderItems, items);
  await writeEvents(context, tx, events);
}

/** An order as a write left it, and the events the write added. */
export interface SavedOrder {
  readonly order: OrderRow;
  readonly events: readonly OrderEventRow[];
}

/**
 * Changes an order: compare-and-swap on its version, with the events that say why. Throws StaleRow when the order was
 * changed since `before` was read; the transaction is then run again.
 */
export async function saveOrder(
  context: Context,
  tx: Tx,
  before: OrderRow,
  changes: Partial<OrderRow>,
  events: readonly NewEvent[],
): Promise<SavedOrder> {
  const now = context.now();
  const { head, rows } = chainEvents(before.id, before, events, context.actor, now);
  const written = { ...changes, ...head, version: before.version + 1, updated_at: now };
  if ((await tx.update(orders, written, { id: before.id, version: before.version })) === 0) {
    throw new StaleRow(`order ${before.order_number}`);
  }
  await writeEvents(context, tx, rows);
  return { order: { ...before, ...written }, events: rows };
}

async function writeEvents({ settings }: Context, tx: Tx, events: readonly OrderEventRow[]): Promise<void> {
  await tx.insert(orderEvents, events);
  const [first] = events;
  if (first && settings.webhookUrls.length > 0)
    await announce(tx, first.created_at, webhookAnnouncements(settings.webhookUrls, events));
}
