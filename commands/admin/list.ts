import { listOrders } from '../../src/orders/read/list-orders.ts';
import { readView, saveView, type ViewOptions } from '../../src/orders/read/saved-views.ts';
import { defineCommand } from '../cli/define.ts';
import { type Option, type Options, type OptionsOf, readOptions } from '../cli/options.ts';
import { printList } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseCount } from '../cli/values.ts';
import { chooseColumns } from './columns.ts';
import { FILTER_OPTIONS, filtersOf } from './filters.ts';

const DEFAULT_LIMIT = 50;
const SORTS = ['placed', 'total', 'updated'];

const LIST_OPTIONS = [
  ...FILTER_OPTIONS,
  { flags: '--sort <key>', about: 'placed, total or updated; a minus in front sorts descending (-placed)' },
  { flags: '--oldest', about: 'oldest first, the same as --sort placed' },
  { flags: '--columns <names>', about: 'which columns, in which order: order,placed,status,customer,total …' },
  { flags: '-n, --limit <count>', about: `how many (${DEFAULT_LIMIT}, at most 100)`, parse: parseCount },
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
    const page = await listOrders(await session.context(), {
      ...filtersOf(options),
      sort: sortOf(options),
      per_page: options.limit ?? DEFAULT_LIMIT,
      cursor: options.cursor,
    });
    printList(session, {
      rows: page.orders,
      columns: chooseColumns(session.io, options.columns),
      json: page,
      id: ({ order_number }) => order_number,
      empty: 'No orders match.',
    });
    if (session.format === 'table' && page.orders.length > 0) session.io.say(session.io.talkColor.dim(footer(page)));
  },
});

/** Options that say where to begin, or who asks, are no part of a view. */
const NOT_SAVED = new Set(['save', 'view', 'cursor', 'by', 'yes', 'input', 'json', 'format']);

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

interface Footer {
  readonly orders: readonly unknown[];
  readonly total: number;
  readonly total_is_exact: boolean;
  readonly next_cursor: string | null;
}

function footer({ orders, total, total_is_exact, next_cursor }: Footer): string {
  const shown = `${orders.length} of ${total_is_exact ? total : `more than ${total}`}`;
  return next_cursor ? `${shown}; more with --cursor ${next_cursor}` : shown;
}
