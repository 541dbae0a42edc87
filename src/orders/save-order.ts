/**
 * The one way orders are written. Each write is a row of the timeline, with its actor, and a webhook where one is wanted;
 * what it announces and the stock it moves are part of it, in the order in which they are safe and quick.
 */
import { actorLabel, type WriteContext } from '../context.ts';
import { StaleRow } from '../database/faults.ts';
import { moveStock, type StockChange } from '../inventory/store.ts';
import { type Announcement, announce } from '../outbox/store.ts';
import { webhookAnnouncements } from './announcements.ts';
import { type OrderEventRow, type OrderItemRow, type OrderRow, orderEvents, orderItems, orders } from './tables.ts';
import { chainEvents, type NewEvent } from './timeline.ts';

export interface NewOrder {
  readonly order: OrderRow;
  readonly items: readonly OrderItemRow[];
  /** The first events of its timeline. */
  readonly events: readonly OrderEventRow[];
}

/** Writes a new order with its lines and timeline. Throws DuplicateKey for a cart used already. */
export async function insertOrder(cx: WriteContext, { order, items, events }: NewOrder): Promise<void> {
  await cx.db.insert(orders, [order]);
  await cx.db.insert(orderItems, items);
  await writeEvents(cx, events);
}

export interface OrderChange {
  readonly changes?: Partial<OrderRow>;
  /** What the timeline says of it. */
  readonly events: readonly NewEvent[];
  /** What has to happen because of it. */
  readonly announcements?: readonly Announcement[];
  readonly stock?: StockChange;
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
export async function saveOrder(cx: WriteContext, before: OrderRow, change: OrderChange): Promise<SavedOrder> {
  const now = cx.now();
  const { head, rows } = chainEvents(before, change.events, { actor: cx.actor, created_at: now, seal: cx.seal });
  const written = { ...change.changes, ...head, version: before.version + 1, updated_at: now };
  if ((await cx.db.update(orders, written, { id: before.id, version: before.version })) === 0) {
    throw new StaleRow(`order ${before.order_number}`);
  }
  await writeEvents(cx, rows);
  if (change.announcements) await announce(cx.db, now, change.announcements);
  // Last: the row of a popular product is locked from here to the commit, and no longer.
  if (change.stock) {
    await moveStock(cx.db, change.stock, { order_id: before.id, actor: actorLabel(cx.actor), at: now });
  }
  return { order: { ...before, ...written }, events: rows };
}

async function writeEvents({ db, settings }: WriteContext, events: readonly OrderEventRow[]): Promise<void> {
  await db.insert(orderEvents, events);
  const [first] = events;
  if (first && settings.webhookUrls.length > 0)
    await announce(db, first.created_at, webhookAnnouncements(settings.webhookUrls, events));
}
