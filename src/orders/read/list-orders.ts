/** Lists of orders: a customer's own, or all of them for staff, by page or by cursor. */
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { nested } from '../../database/nested.ts';
import type { Column } from '../../database/table.ts';
import { Refusal } from '../../errors.ts';
import { idToBytes } from '../../lib/ids.ts';
import { decodeCursor, encodeCursor } from '../../lib/page.ts';
import { defineUseCase } from '../../use-case.ts';
import { audienceOf } from '../access.ts';
import { type OrderRow, orderItems, orders } from '../tables.ts';
import type { OrderPage } from '../wire/shapes.ts';
import { orderSummary, type SummaryItem } from '../wire/view.ts';
import { COUNT_LIMIT, type Count, countOrders } from './count-orders.ts';
import { type Condition, conditionsOf, customerFilters, ownedBy, paramsOf, staffFilters, whereOf } from './filters.ts';

const paging = {
  page: z.int('must be a whole number').min(1, 'must be at least 1').default(1),
  per_page: z.int('must be a whole number').min(1, 'must be at least 1').max(100, 'must be at most 100').default(20),
  cursor: z.string().max(200).optional().meta({ description: '`next_cursor` of the page before; instead of `page`' }),
};

/** What lists can be sorted by; each has an index that ends in the id. */
const SORT_COLUMNS = ['placed_at', 'total', 'updated_at'] as const;
type SortColumn = (typeof SORT_COLUMNS)[number];
const SORTS = SORT_COLUMNS.flatMap((column) => [`-${column}`, column] as const);

/** The acting customer's orders, newest first. */
export const listOwnOrders = defineUseCase({
  name: 'list-own-orders',
  allow: ['customer'],
  input: z.strictObject({ ...paging, ...customerFilters }),
  run(context, wanted): Promise<OrderPage> {
    const conditions = [...conditionsOf(context, wanted), ownedBy(context.actor.id)];
    return findPage(context, { ...wanted, sort: '-placed_at' }, conditions);
  },
});

/** Every order, by any mixture of filters. */
export const listOrders = defineUseCase({
  name: 'list-orders',
  allow: ['staff', 'system'],
  input: z.strictObject({
    ...paging,
    ...staffFilters,
    sort: z
      .enum(SORTS, { error: `must be one of: ${SORTS.join(', ')}` })
      .default('-placed_at')
      .meta({ description: 'A minus sorts descending' }),
  }),
  run: (context, wanted): Promise<OrderPage> => findPage(context, wanted, conditionsOf(context, wanted)),
});

interface Paging {
  readonly page: number;
  readonly per_page: number;
  readonly cursor?: string | undefined;
  readonly sort: (typeof SORTS)[number];
}

interface Listed {
  readonly order: OrderRow;
  readonly items: readonly SummaryItem[];
}

async function findPage(context: Context, wanted: Paging, conditions: readonly Condition[]): Promise<OrderPage> {
  const { page, per_page, cursor } = wanted;
  const skipped = (page - 1) * per_page;
  refuseDepth(skipped);
  const after = cursor === undefined ? undefined : cursorCondition(cursor, sortOf(wanted));
  const found = await selectPage(context, {
    wanted,
    conditions: after ? [...conditions, after] : conditions,
    offset: after ? 0 : skipped,
  });
  const shown = found.slice(0, per_page);
  const more = found.length > per_page;
  // What has been read is all there is: nothing is left to count.
  const whole = !more && !after && (shown.length > 0 || skipped === 0);
  const count: Count = whole
    ? { total: skipped + shown.length, exact: true }
    : await countOrders(context.db, conditions);
  const last = shown.at(-1);
  return {
    orders: shown.map(({ order, items }) => orderSummary(order, items, audienceOf(context.actor))),
    page,
    per_page,
    total: count.total,
    total_is_exact: count.exact,
    next_cursor:
      more && last ? encodeCursor({ at: String(last.order[sortOf(wanted).column]), id: last.order.id }) : null,
  };
}

/** Pages are skipped by counting rows; cursors cost the same everywhere. */
function refuseDepth(skipped: number): void {
  if (skipped < COUNT_LIMIT) return;
  const detail = `goes no further than the first ${COUNT_LIMIT} orders; follow next_cursor, or narrow the list`;
  throw new Refusal('invalid_input', `page ${detail}.`, { errors: [{ pointer: '/page', detail }] });
}

const ITEMS = nested(orderItems, 'i', ['position', 'sku', 'name', 'quantity', 'unit_price']);

/** One row more than the page shows: its presence says that there is a next page. */
async function selectPage(
  { db }: Context,
  {
    wanted,
    conditions,
    offset,
  }: { readonly wanted: Paging; readonly conditions: readonly Condition[]; readonly offset: number },
): Promise<Listed[]> {
  const { column, direction } = sortOf(wanted);
  const items = ITEMS.expression(db.dialect, 'i.order_id = o.id');
  const sql = `SELECT ${orders.list('o')}, ${items} AS items FROM orders o ${whereOf(conditions)}
    ORDER BY o.${column} ${direction}, o.id ${direction} LIMIT ${wanted.per_page + 1} OFFSET ${offset}`;
  const rows = await db.rows(sql, paramsOf(conditions));
  return rows.map((row) => ({
    order: orders.decode(row),
    items: ITEMS.read(row.items).sort((a, b) => a.position - b.position),
  }));
}

interface Sort {
  readonly column: SortColumn;
  readonly direction: 'ASC' | 'DESC';
}

const sortOf = ({ sort }: Paging): Sort => ({
  column: sort.replace('-', '') as SortColumn,
  direction: sort.startsWith('-') ? 'DESC' : 'ASC',
});

function cursorCondition(cursor: string, { column, direction }: Sort): Condition {
  const after = decodeCursor('ord', cursor);
  const { encode } = orders.columns[column] as Column<unknown>;
  const isTime = column !== 'total';
  if (!after || /^\d{4}-/.test(after.at) !== isTime) {
    const detail = 'does not belong to this list; take next_cursor of its page before';
    throw new Refusal('invalid_input', `cursor ${detail}.`, { errors: [{ pointer: '/cursor', detail }] });
  }
  const at = isTime ? encode(after.at) : Number(after.at);
  const than = direction === 'ASC' ? '>' : '<';
  return {
    // The first half gives the index its range.
    sql: `o.${column} ${than}= ? AND (o.${column} ${than} ? OR o.id ${than} ?)`,
    params: [at, at, idToBytes(after.id)],
  };
}
