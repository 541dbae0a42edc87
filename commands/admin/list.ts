import { listOrders } from '../../src/orders/read/list-orders.ts';
import { readView, saveView, type ViewOptions } from '../../src/orders/read/saved-views.ts';
import { allPages, rowsWanted } from '../cli/all-pages.ts';
import { defineCommand } from '../cli/define.ts';
import { type Option, type Options, type OptionsOf, readOptions } from '../cli/options.ts';
import { printList } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parsePositive } from '../cli/values.ts';
import { chooseColumns } from './columns.ts';
import { FILTER_OPTIONS, filtersOf } from './filters.ts';

const DEFAULT_LIMIT = 50;
/** Orders are read by so many. */
const PAGE = 100;
const SORTS = ['placed', 'total', 'updated'];

const LIST_OPTIONS = [
  ...FILTER_OPTIONS,
  { flags: '--sort <key>', about: 'placed, total or updated; a minus in front sorts descending (-placed)' },
  { flags: '--oldest', about: 'oldest first, the same as --sort placed' },
  { flags: '--columns <names>', about: 'which columns, in which order: order,placed,status,customer,total …' },
  {
    flags: '-n, --limit <count>',
    about: `how many (${DEFAULT_LIMIT}; all with --json, csv and ids)`,
    parse: parsePositive,
  },
  { flags: '--page <number>', about: 'which page of the list (1)', parse: parsePositive },
  { flags: '--cursor <cursor>', about: 'go on where an earlier list ended' },
  { flags: '--save <name>', about: 'save these options as a view, for everybody' },
  { flags: '--view <name>', about: 'use a saved view; other options come on top' },
] as const satisfies readonly Option[];

type ListOptions = OptionsOf<typeof LIST_OPTIONS>;

export const command = defineCommand({
  formats: true,
  options: LIST_OPTIONS,
  examples: [
    'admin list --status confirmed,processing',
    'admin list --late --oldest',
    'admin list --since 2d --sku MUG-01 --columns order,status,customer,total',
    'admin list --late --save late-ones        # then: admin list --view late-ones',
    'admin list --held --format ids | xargs -n1 orders admin show',
  ],
  async run(session, _args, given) {
    const options = await withView(session, given);
    const page = await readPages(session, options);
    printList(session, {
      rows: page.orders,
      columns: chooseColumns(session.io, options.columns),
      json: page,
      id: ({ order_number }) => order_number,
      empty:
        (options.page ?? 1) > 1 && page.total > 0
          ? `The list has no page ${options.page}: it ends at page ${Math.ceil(page.total / page.per_page)}.`
          : 'No orders match.',
    });
    if (page.orders.length > 0 && (session.format === 'table' || page.next_cursor)) {
      session.io.say(session.io.talkColor.dim(footer(page, options)));
    }
  },
});

type OrderPage = Awaited<ReturnType<typeof listOrders>>;

/** As many orders as are wanted, as one page. */
async function readPages(session: Session, options: ListOptions): Promise<OrderPage> {
  const most = rowsWanted(session, options.limit, DEFAULT_LIMIT);
  const context = await session.context();
  const pages = await allPages<OrderPage>(most, {
    rowsOf: ({ orders }) => orders.length,
    async next(before, wanted) {
      if (before && !before.next_cursor) return undefined;
      const place = before ? { cursor: before.next_cursor as string } : { page: options.page, cursor: options.cursor };
      const sizes = { ...filtersOf(options), sort: sortOf(options), per_page: Math.min(wanted, PAGE) };
      return listOrders(context, { ...sizes, ...place });
    },
  });
  const [first, last] = [pages[0] as OrderPage, pages.at(-1) as OrderPage];
  const orders = pages.flatMap((page) => page.orders);
  return { ...first, per_page: Math.max(first.per_page, orders.length), orders, next_cursor: last.next_cursor };
}

/** Options that say where to begin, or who asks, are no part of a view. */
const NOT_SAVED = new Set(['save', 'view', 'cursor', 'page', 'by', 'yes', 'input', 'json', 'format']);

async function withView(session: Session, options: ListOptions): Promise<ListOptions> {
  const { view, save: name } = options;
  // A view holds options as they were typed.
  const saved: Options = view ? await readView(await session.context(), { name: view }) : {};
  const together = { ...readOptions(LIST_OPTIONS, saved), ...options } as ListOptions;
  if (name) {
    const kept = Object.entries(together)
      .filter(([key, value]) => !NOT_SAVED.has(key) && value !== undefined)
      .map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]);
    await saveView(await session.context(), { name, options: Object.fromEntries(kept) as ViewOptions });
    session.io.say(`Saved as "${name}": orders admin list --view ${name}`);
  }
  return together;
}

function sortOf(options: ListOptions) {
  const [, minus = '', key = ''] = /^(-?)(\w+)$/.exec(options.sort ?? (options.oldest ? 'placed' : '-placed')) ?? [];
  const column = SORTS.includes(key) ? { placed: 'placed_at', total: 'total', updated: 'updated_at' }[key] : key;
  return `${minus}${column}` as '-placed_at';
}

function footer({ orders, total, total_is_exact, next_cursor, page }: OrderPage, options: ListOptions): string {
  const shown = `${orders.length} of ${total_is_exact ? total : `more than ${total}`}`;
  if (!next_cursor) return shown;
  if (options.cursor) return `${shown}; more with --cursor ${next_cursor}`;
  return orders.length > PAGE ? `${shown}; more with a higher --limit` : `${shown}; more with --page ${page + 1}`;
}
