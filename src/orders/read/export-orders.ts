/** Every order that matches, one after the other, in constant memory: for files of millions of rows. */
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { nested } from '../../database/nested.ts';
import { encodeTime } from '../../database/table.ts';
import { idToBytes } from '../../lib/ids.ts';
import { defineUseCase } from '../../use-case.ts';
import { type OrderRow, orderItems, orders } from '../tables.ts';
import type { OrderSummary } from '../wire/shapes.ts';
import { orderSummary } from '../wire/view.ts';
import { type Condition, conditionsOf, type OrderFilters, paramsOf, staffFilters, whereOf } from './filters.ts';

const PAGE = 500;
const ITEMS = nested(orderItems, 'i', ['position', 'sku', 'name', 'quantity', 'unit_price']);

/** Orders as lists show them, oldest first. What is placed while it runs is not in it. */
export const exportOrders = defineUseCase({
  name: 'export-orders',
  allow: ['staff', 'system'],
  input: z.strictObject(staffFilters),
  run: async (context, filters): Promise<AsyncGenerator<OrderSummary>> => everyOrder(context, filters),
});

async function* everyOrder(context: Context, filters: OrderFilters): AsyncGenerator<OrderSummary> {
  const until: Condition = { sql: 'o.placed_at <= ?', params: [encodeTime(context.now())] };
  const conditions = [...conditionsOf(context, filters), until];
  let last: OrderRow | undefined;
  do {
    const page = await readPage(context, last ? [...conditions, after(last)] : conditions);
    for (const row of page) {
      const items = ITEMS.read(row.items).sort((a, b) => a.position - b.position);
      yield orderSummary(orders.decode(row), items, 'staff');
    }
    const end = page.length === PAGE ? page.at(-1) : undefined;
    last = end && orders.decode(end);
  } while (last);
}

function readPage({ db }: Context, conditions: readonly Condition[]): Promise<Record<string, unknown>[]> {
  const items = ITEMS.expression(db.dialect, 'i.order_id = o.id');
  const sql = `SELECT ${orders.list('o')}, ${items} AS items FROM orders o ${whereOf(conditions)}
    ORDER BY o.placed_at, o.id LIMIT ${PAGE}`;
  return db.rows(sql, paramsOf(conditions));
}

const after = ({ placed_at, id }: OrderRow): Condition => ({
  sql: 'o.placed_at >= ? AND (o.placed_at > ? OR o.id > ?)',
  params: [encodeTime(placed_at), encodeTime(placed_at), idToBytes(id)],
});
