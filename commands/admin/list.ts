import { findOrders } from '../../src/orders/find-orders.ts';
import type { OrderSummary } from '../../src/orders/shapes.ts';
import type { Command } from '../lib/define.ts';
import type { Io } from '../lib/io.ts';
import { parseCount, parseTime } from '../lib/lines.ts';
import type { Options } from '../lib/options.ts';
import { type Column, cut, money, moneyPlain, printList, status, when } from '../lib/render.ts';

const DEFAULT_LIMIT = 50;

export const command: Command = {
  formats: true,
  options: [
    { flags: '-s, --status <status>', about: 'pending, confirmed, processing, shipped …; several parted by commas' },
    { flags: '--payment <status>', about: 'payment status' },
    { flags: '--fulfillment <status>', about: 'unfulfilled, partial, fulfilled, delivered' },
    { flags: '--since <when>', about: 'placed since: 2d, yesterday, 2026-01-31' },
    { flags: '--until <when>', about: 'placed before' },
    { flags: '--late', about: 'should have shipped by now' },
    { flags: '--held', about: 'on hold' },
    { flags: '--sku <sku>', about: 'with this product' },
    { flags: '-c, --customer <mail>', about: 'of this customer' },
    { flags: '-q, --query <text>', about: 'number, or a part of the customer’s name or address' },
    { flags: '--oldest', about: 'oldest first' },
    { flags: '-n, --limit <count>', about: `how many (${DEFAULT_LIMIT}, at most 100)` },
    { flags: '--cursor <cursor>', about: 'go on where an earlier list ended' },
  ],
  examples: ['admin list --status confirmed,processing', 'admin list --late', 'admin list --since 2d --format ids'],
  async run(session, _args, options) {
    const page = await findOrders(await session.context(), filtersOf(options));
    printList(session, {
      rows: page.orders,
      columns: columnsFor(session.io),
      json: page,
      id: ({ order_number }) => order_number,
      empty: 'No orders match.',
    });
    if (session.format === 'table' && page.orders.length > 0) session.io.say(session.io.talkColor.dim(footer(page)));
    return undefined;
  },
};

const text = (value: Options[string]): string | undefined => (typeof value === 'string' ? value : undefined);
const list = (value: Options[string]): never =>
  text(value)
    ?.split(',')
    .map((part) => part.trim()) as never;

const filtersOf = (options: Options) => ({
  status: list(options.status),
  payment_status: list(options.payment),
  fulfillment_status: list(options.fulfillment),
  placed_from: text(options.since) && parseTime(text(options.since) as string, '--since'),
  placed_to: text(options.until) && parseTime(text(options.until) as string, '--until'),
  late: options.late === true ? true : undefined,
  held: options.held === true ? true : undefined,
  sku: text(options.sku),
  customer: text(options.customer),
  q: text(options.query),
  sort: options.oldest === true ? ('placed_at' as const) : ('-placed_at' as const),
  per_page: text(options.limit) ? parseCount(text(options.limit) as string, '--limit') : DEFAULT_LIMIT,
  cursor: text(options.cursor),
});

function footer({
  orders,
  total,
  next_cursor,
}: {
  orders: readonly unknown[];
  total: number;
  next_cursor: string | null;
}): string {
  const shown = `${orders.length} of ${total}`;
  return next_cursor ? `${shown}; more with --cursor ${next_cursor}` : shown;
}

export const columnsFor = (io: Io): readonly Column<OrderSummary>[] => [
  { title: 'ORDER', show: ({ order_number }) => order_number },
  { title: 'PLACED', show: ({ placed_at }) => when(placed_at), plain: ({ placed_at }) => placed_at },
  {
    title: 'STATUS',
    show: (order) => status(io, order.status) + ('held' in order && order.held ? io.color.red(' HELD') : ''),
    plain: (order) => order.status,
  },
  { title: 'PAYMENT', show: ({ payment_status }) => payment_status },
  { title: 'ITEMS', show: ({ item_count }) => String(item_count), right: true },
  {
    title: 'TOTAL',
    show: ({ total, currency }) => money(total, currency),
    plain: ({ total, currency }) => moneyPlain(total, currency),
    right: true,
  },
  {
    title: 'CUSTOMER',
    show: (order) => cut(order.customer?.email ?? '', 24),
    plain: (order) => order.customer?.email ?? '',
  },
];
