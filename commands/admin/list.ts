import { listOrders } from '../../src/orders/read/list-orders.ts';
import { readView, saveView, type ViewOptions } from '../../src/orders/read/saved-views.ts';
import type { Command } from '../cli/define.ts';
import type { Options } from '../cli/options.ts';
import { printList } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseCount } from '../cli/values.ts';
import { chooseColumns } from './columns.ts';
import { FILTER_OPTIONS, filtersOf, textOf } from './filters.ts';

const DEFAULT_LIMIT = 50;
const SORTS = ['placed', 'total', 'updated'];

export const command: Command = {
  formats: true,
  options: [
    ...FILTER_OPTIONS,
    { flags: '--sort <key>', about: 'placed, total or updated; a minus in front sorts descending (-placed)' },
    { flags: '--oldest', about: 'oldest first, the same as --sort placed' },
    { flags: '--columns <names>', about: 'which columns, in which order: order,placed,status,customer,total …' },
    { flags: '-n, --limit <count>', about: `how many (${DEFAULT_LIMIT}, at most 100)` },
    { flags: '--cursor <cursor>', about: 'go on where an earlier list ended' },
    { flags: '--save <name>', about: 'save these options as a view, for everybody' },
    { flags: '--view <name>', about: 'use a saved view; other options come on top' },
  ],
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
      per_page: textOf(options.limit) ? parseCount(textOf(options.limit) as string, '--limit') : DEFAULT_LIMIT,
      cursor: textOf(options.cursor),
    });
    printList(session, {
      rows: page.orders,
      columns: chooseColumns(session.io, textOf(options.columns)),
      json: page,
      id: ({ order_number }) => order_number,
      empty: 'No orders match.',
    });
    if (session.format === 'table' && page.orders.length > 0) session.io.say(session.io.talkColor.dim(footer(page)));
    return undefined;
  },
};

/** Options that say where to begin, or who asks, are no part of a view. */
const NOT_SAVED = new Set(['save', 'view', 'cursor', 'by', 'yes', 'input', 'json', 'format']);

async function withView(session: Session, options: Options): Promise<Options> {
  const view = textOf(options.view);
  const together = view ? { ...(await readView(await session.context(), { name: view })), ...options } : options;
  const name = textOf(options.save);
  if (name) {
    const kept = Object.entries(together).filter(([key, value]) => !NOT_SAVED.has(key) && value !== undefined);
    await saveView(await session.context(), { name, options: Object.fromEntries(kept) as ViewOptions });
    session.io.say(`Saved as "${name}": orders admin list --view ${name}`);
  }
  return together;
}

function sortOf(options: Options) {
  const [, minus = '', key = ''] =
    /^(-?)(\w+)$/.exec(textOf(options.sort) ?? (options.oldest ? 'placed' : '-placed')) ?? [];
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
