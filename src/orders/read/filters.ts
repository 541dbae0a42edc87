/** What lists of orders can be narrowed by, and the same as SQL. */
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { LIKE_ESCAPE, likePattern } from '../../database/like.ts';
import { encodeTime } from '../../database/table.ts';
import { type Id, idToBytes, parseId } from '../../lib/ids.ts';
import { parseOrderNumber } from '../../lib/order-number.ts';
import { instantInput } from '../../lib/shapes.ts';
import { plus } from '../../lib/time.ts';
import { FULFILLMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES, TO_SHIP_STATUSES } from '../states.ts';

const oneOf = <const T extends readonly string[]>(values: T) =>
  z
    .array(z.enum(values, { error: `must be one of: ${values.join(', ')}` }))
    .min(1, 'must name at least one')
    .optional();

/** What a customer's own list can be narrowed by. */
export const customerFilters = { status: oneOf(ORDER_STATUSES) };

/** What staff's lists can be narrowed by; all of them hold together. */
export const staffFilters = {
  ...customerFilters,
  payment_status: oneOf(PAYMENT_STATUSES),
  fulfillment_status: oneOf(FULFILLMENT_STATUSES),
  customer: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .refine((text) => text.includes('@') || parseId('usr', text) !== undefined, {
      error: 'must be a mail address or a customer’s id (usr_…)',
    })
    .optional()
    .meta({ description: "A customer's id or mail address" }),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Order number, or a part of the customer's name or mail address" }),
  sku: z.string().trim().min(1).max(64).optional().meta({ description: 'With this product' }),
  product: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'With a product whose SKU begins so, whose bar code it is, or whose name has it' }),
  placed_from: instantInput.optional(),
  placed_to: instantInput.optional().meta({ description: 'Exclusive' }),
  min_total: z.int('must be whole minor units').min(0).optional(),
  max_total: z.int('must be whole minor units').min(0).optional(),
  held: z.boolean('must be true or false').optional(),
  late: z.boolean('must be true or false').optional().meta({ description: 'Should have shipped by now' }),
};
const filters = z.strictObject(staffFilters);
export type OrderFilters = z.output<typeof filters>;

export interface Condition {
  readonly sql: string;
  readonly params: readonly unknown[];
}

export const whereOf = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;

export const paramsOf = (conditions: readonly Condition[]): unknown[] => conditions.flatMap(({ params }) => params);

export const ownedBy = (customer: Id<'usr'>): Condition => ({
  sql: 'o.customer_id = ?',
  params: [idToBytes(customer)],
});

/** The conditions on `orders o` that the filters stand for. */
export function conditionsOf({ settings, now }: Context, filters: OrderFilters): Condition[] {
  const found: Condition[] = [];
  const add = (sql: string, ...params: unknown[]) => found.push({ sql, params });
  const among = (column: string, values: readonly string[]) =>
    add(`o.${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  if (filters.status) among('status', filters.status);
  if (filters.payment_status) among('payment_status', filters.payment_status);
  if (filters.fulfillment_status) among('fulfillment_status', filters.fulfillment_status);
  if (filters.customer?.includes('@')) add('o.email = ?', filters.customer.toLowerCase());
  else if (filters.customer) add('o.customer_id = ?', idToBytes(filters.customer));
  if (filters.q) found.push(search(filters.q));
  if (filters.sku) add(WITH_SKU, filters.sku);
  if (filters.product) found.push(withProduct(filters.product));
  if (filters.placed_from) add('o.placed_at >= ?', encodeTime(filters.placed_from));
  if (filters.placed_to) add('o.placed_at < ?', encodeTime(filters.placed_to));
  if (filters.min_total !== undefined) add('o.total >= ?', filters.min_total);
  if (filters.max_total !== undefined) add('o.total <= ?', filters.max_total);
  if (filters.held === true) add('o.id IN (SELECT h.order_id FROM order_holds h WHERE h.released_at IS NULL)');
  if (filters.held === false) add('o.held = 0');
  if (filters.late !== undefined) {
    among('status', TO_SHIP_STATUSES);
    add(`o.placed_at ${filters.late ? '<' : '>='} ?`, encodeTime(plus(now(), -settings.lateAfterMs)));
  }
  return found;
}

/** By product rather than by line text: there is an index over it. */
const WITH_SKU = `o.id IN (SELECT i.order_id FROM order_items i JOIN products p ON p.id = i.product_id WHERE p.sku = ?)`;

/** Products are searched, not lines: there are fewer of them. */
function withProduct(text: string): Condition {
  const pattern = likePattern(text);
  return {
    sql: `o.id IN (SELECT i.order_id FROM order_items i JOIN products p ON p.id = i.product_id
      WHERE p.barcode = ? OR LOWER(p.sku) LIKE ? ${LIKE_ESCAPE} OR LOWER(p.name) LIKE ? ${LIKE_ESCAPE})`,
    params: [text, pattern.slice(1), pattern],
  };
}

/** Customers are searched, not orders: there are fewer of them. */
function search(text: string): Condition {
  const number = parseOrderNumber(text);
  if (number) return { sql: 'o.order_number = ?', params: [number] };
  const pattern = likePattern(text);
  return {
    sql: `o.customer_id IN (SELECT u.id FROM users u
      WHERE LOWER(u.email) LIKE ? ${LIKE_ESCAPE} OR LOWER(u.name) LIKE ? ${LIKE_ESCAPE})`,
    params: [pattern, pattern],
  };
}
