/** Orders whose parts disagree, or that have waited too long: what is wrong with each, and the one command that mends it. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { encodeTime } from '../database/table.ts';
import { HOUR, MINUTE, plus } from '../lib/time.ts';
import { defineUseCase } from '../use-case.ts';

export interface StuckOrder {
  readonly order_number: string;
  readonly cause: string;
  /** What to type, after `orders `. */
  readonly remedy: string;
}

interface StuckCause {
  /** `?` is the time before which it has waited too long. */
  readonly sql: string;
  readonly waitedMs: number;
  cause(row: Row): string;
  remedy(order: string): string;
}

interface Row {
  readonly order_number: string;
  readonly detail: string | null;
}

const LIMIT = 200;

const CAUSES: readonly StuckCause[] = [
  {
    sql: "SELECT o.order_number, NULL AS detail FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.status = 'pending' AND p.next_action IS NULL AND o.placed_at < ?",
    waitedMs: 2 * MINUTE,
    cause: () => 'the payment has no answer yet',
    remedy: (order) => `admin resume ${order}`,
  },
  {
    sql: "SELECT o.order_number, NULL AS detail FROM orders o WHERE o.status = 'confirmed' AND o.held = 0 AND o.confirmed_at < ?",
    waitedMs: 10 * MINUTE,
    cause: () => 'paid, but never made ready to pick: is a worker running?',
    remedy: (order) => `admin resume ${order}`,
  },
  {
    sql: "SELECT o.order_number, r.failure AS detail FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.status IN ('requested', 'sent', 'unknown') AND r.created_at < ?",
    waitedMs: 10 * MINUTE,
    cause: ({ detail }) => `a refund has no answer yet${detail ? ` (${detail})` : ''}`,
    remedy: (order) => `admin refund ${order} --check`,
  },
  {
    sql: "SELECT o.order_number, r.failure AS detail FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.status = 'failed' AND r.created_at < ?",
    waitedMs: 0,
    cause: ({ detail }) => `a refund was refused${detail ? `: ${detail}` : ''}`,
    remedy: (order) => `admin show ${order} --timeline`,
  },
  {
    sql: 'SELECT o.order_number, b.last_error AS detail FROM outbox b JOIN orders o ON o.id = b.order_id WHERE b.dead_at < ?',
    waitedMs: 0,
    cause: ({ detail }) => `a mail or job was given up: ${detail ?? 'no reason kept'}`,
    remedy: (order) => `admin resume ${order}`,
  },
  {
    sql: 'SELECT o.order_number, b.kind AS detail FROM outbox b JOIN orders o ON o.id = b.order_id WHERE b.due_at IS NOT NULL AND b.created_at < ?',
    waitedMs: 15 * MINUTE,
    cause: ({ detail }) => `${detail} still waits: is a worker running?`,
    remedy: (order) => `admin resume ${order}`,
  },
  {
    sql: 'SELECT o.order_number, h.reason AS detail FROM order_holds h JOIN orders o ON o.id = h.order_id WHERE h.released_at IS NULL AND h.held_at < ?',
    waitedMs: 72 * HOUR,
    cause: ({ detail }) => `held for more than three days: ${detail}`,
    remedy: (order) => `admin release ${order}`,
  },
  {
    sql: `SELECT o.order_number, NULL AS detail FROM orders o WHERE o.status IN ('confirmed', 'processing', 'partially_shipped') AND o.placed_at < ?
      AND EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.quantity - i.cancelled_quantity > i.shipped_quantity)
      AND (o.payment_status = 'refunded' OR NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id
        AND i.quantity - i.cancelled_quantity > i.shipped_quantity AND i.quantity - i.cancelled_quantity > i.refunded_quantity))`,
    waitedMs: 0,
    cause: () => 'paid back, and its goods are still held for it',
    remedy: (order) => `admin cancel ${order}`,
  },
];

/** Every stuck order, the worst causes first; an order with several is there several times, with the same twice never. */
export const findStuck = defineUseCase({
  name: 'find-stuck',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async run(context): Promise<StuckOrder[]> {
    const found: StuckOrder[] = [];
    for (const cause of CAUSES) found.push(...(await ordersWith(context, cause)));
    // Nine mails that were given up for one reason are one thing to do.
    return [...new Map(found.map((stuck) => [`${stuck.order_number} ${stuck.cause}`, stuck])).values()];
  },
});

async function ordersWith({ db, now }: Context, { sql, waitedMs, cause, remedy }: StuckCause): Promise<StuckOrder[]> {
  const rows = await db.rows<Row>(`${sql} ORDER BY o.placed_at LIMIT ${LIMIT}`, [encodeTime(plus(now(), -waitedMs))]);
  return rows.map((row) => ({ order_number: row.order_number, cause: cause(row), remedy: remedy(row.order_number) }));
}
