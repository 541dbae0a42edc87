/** Lists of orders: a customer's own, or all of them for staff, with every filter, by page or by cursor. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { LIKE_ESCAPE, likePattern } from '../database/like.ts';
import { encodeTime } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import { parseOrderNumber } from '../lib/order-number.ts';
import { decodeCursor, encodeCursor } from '../lib/page.ts';
import { plus } from '../lib/time.ts';
import { defineUseCase } from '../use-case.ts';
import { audienceOf } from './access.ts';
import { FULFILLMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from './states.ts';
import { itemsOf } from './store.ts';
import { type OrderItemRow, type OrderRow, orders } from './tables.ts';
import { type OrderSummary, orderSummary } from './view.ts';

const instant = z.iso.datetime({ error: 'must be a time such as 2026-01-31T00:00:00.000Z' });
/** One of these values, or a list of them. */
const several = <T extends string>(values: readonly T[]) =>
  z
    .preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(z.string()))
    .refine((given): given is T[] => given.every((value) => (values as readonly string[]).includes(value)), {
      error: `must be one of: ${values.join(', ')}`,
    })
    .optional();

const customerFilters = {
  status: several(ORDER_STATUSES),
  page: z.int('must be a whole number').min(1, 'must be at least 1').default(1),
  per_page: z.int('must be a whole number').min(1, 'must be at least 1').max(100, 'must be at most 100').default(20),
  cursor: z.string().max(200).optional(),
};

const staffFilters = {
  payment_status: several(PAYMENT_STATUSES),
  fulfillment_status: several(FULFILLMENT_STATUSES),
  /** A customer's id or mail address. */
  customer: z.string().trim().min(1).max(254).optional(),
  /** Order number, mail address or name, or a part of the latter two. */
  q: z.string().trim().min(1).max(200).optional(),
  sku: z.string().trim().min(1).max(64).optional(),
  placed_from: instant.optional(),
  placed_to: instant.optional(),
  min_total: z.int().min(0).optional(),
  max_total: z.int().min(0).optional(),
  held: z.boolean().optional(),
  late: z.boolean().optional(),
  sort: z.enum(['-placed_at', 'placed_at'], { error: 'must be -placed_at or placed_at' }).default('-placed_at'),
};

const input = z.strictObject({ ...customerFilters, ...staffFilters });
type Filters = z.output<typeof input>;

export interface OrderPage {
  readonly orders: readonly OrderSummary[];
  readonly page: number;
  readonly per_page: number;
  readonly total: number;
  /** Give it back as `cursor` for the next page; null on the last. */
  readonly next_cursor: string | null;
}

/** The acting customer's orders, newest first. */
export const findOwnOrders = defineUseCase({
  name: 'find-own-orders',
  allow: ['customer'],
  input: z.strictObject(customerFilters),
  run: (context, filters): Promise<OrderPage> =>
    findPage(context, { ...filters, sort: '-placed_at' }, context.actor.id),
});

/** Every order, by any mixture of filters. */
export const findOrders = defineUseCase({
  name: 'find-orders',
  allow: ['staff', 'system'],
  input,
  run: (context, filters): Promise<OrderPage> => findPage(context, filters),
});

interface Condition {
  readonly sql: string;
  readonly params: readonly unknown[];
}

async function findPage(context: Context, filters: Filters, owner?: Id<'usr'>): Promise<OrderPage> {
  const { page, per_page } = filters;
  const conditions = conditionsOf(context, filters);
  if (owner) conditions.push({ sql: 'o.customer_id = ?', params: [idToBytes(owner)] });
  const paging = cursorCondition(filters);
  const [rows, [counted]] = await Promise.all([
    selectRows(context, filters, paging ? [...conditions, paging] : conditions, paging ? 0 : (page - 1) * per_page),
    context.db.rows<{ total: number }>(
      `SELECT COUNT(*) AS total FROM orders o ${whereOf(conditions)}`,
      paramsOf(conditions),
    ),
  ]);
  const shown = rows.slice(0, per_page);
  const last = rows.length > per_page ? shown.at(-1) : undefined;
  return {
    orders: await summaries(context, shown),
    page,
    per_page,
    total: Number(counted?.total ?? 0),
    next_cursor: last ? encodeCursor({ at: last.placed_at, id: last.id }) : null,
  };
}

/** One row more than the page shows: its presence says that there is a next page. */
function selectRows(
  context: Context,
  { sort, per_page }: Filters,
  conditions: readonly Condition[],
  offset: number,
): Promise<OrderRow[]> {
  const direction = sort === 'placed_at' ? 'ASC' : 'DESC';
  const sql = `SELECT ${orders.list('o')} FROM orders o ${whereOf(conditions)}
    ORDER BY o.placed_at ${direction}, o.id ${direction} LIMIT ${per_page + 1} OFFSET ${offset}`;
  return context.db.select(orders, sql, paramsOf(conditions));
}

async function summaries(context: Context, rows: readonly OrderRow[]): Promise<OrderSummary[]> {
  const byOrder = new Map<string, OrderItemRow[]>();
  for (const item of await itemsOf(
    context.db,
    rows.map(({ id }) => id),
  )) {
    byOrder.set(item.order_id, [...(byOrder.get(item.order_id) ?? []), item]);
  }
  return rows.map((row) => orderSummary(row, byOrder.get(row.id) ?? [], audienceOf(context.actor)));
}

const whereOf = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;

const paramsOf = (conditions: readonly Condition[]): unknown[] => conditions.flatMap(({ params }) => params);

function cursorCondition({ cursor, sort }: Filters): Condition | undefined {
  if (cursor === undefined) return undefined;
  const after = decodeCursor('ord', cursor);
  if (!after) {
    const detail = 'is not one of ours; take next_cursor of an earlier page';
    throw new Refusal('invalid_input', `cursor: ${detail}.`, { errors: [{ pointer: '/cursor', detail }] });
  }
  const at = encodeTime(after.at);
  const than = sort === 'placed_at' ? '>' : '<';
  return {
    sql: `(o.placed_at ${than} ? OR (o.placed_at = ? AND o.id ${than} ?))`,
    params: [at, at, idToBytes(after.id)],
  };
}

const LATE_STATUSES = ['confirmed', 'processing', 'partially_shipped'];

function conditionsOf(context: Context, filters: Filters): Condition[] {
  const found: Condition[] = [];
  const add = (sql: string, ...params: unknown[]) => found.push({ sql, params });
  const oneOf = (column: string, values: readonly string[]) =>
    add(`o.${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  if (filters.status) oneOf('status', filters.status);
  if (filters.payment_status) oneOf('payment_status', filters.payment_status);
  if (filters.fulfillment_status) oneOf('fulfillment_status', filters.fulfillment_status);
  if (filters.customer?.includes('@')) add('o.email = ?', filters.customer.toLowerCase());
  else if (filters.customer) add('o.customer_id = ?', idToBytes(filters.customer));
  if (filters.q) found.push(search(filters.q));
  if (filters.sku) add('EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.sku = ?)', filters.sku);
  if (filters.placed_from) add('o.placed_at >= ?', encodeTime(filters.placed_from));
  if (filters.placed_to) add('o.placed_at < ?', encodeTime(filters.placed_to));
  if (filters.min_total !== undefined) add('o.total >= ?', filters.min_total);
  if (filters.max_total !== undefined) add('o.total <= ?', filters.max_total);
  if (filters.held !== undefined) add('o.held = ?', Number(filters.held));
  if (filters.late !== undefined) {
    oneOf('status', LATE_STATUSES);
    add(`o.placed_at ${filters.late ? '<' : '>='} ?`, encodeTime(plus(context.now(), -context.settings.lateAfterMs)));
  }
  return found;
}

function search(text: string): Condition {
  const number = parseOrderNumber(text);
  if (number) return { sql: 'o.order_number = ?', params: [number] };
  const pattern = likePattern(text);
  return {
    sql: `(LOWER(o.email) LIKE ? ${LIKE_ESCAPE} OR LOWER(o.customer_name) LIKE ? ${LIKE_ESCAPE})`,
    params: [pattern, pattern],
  };
}
