import { listProducts, type ProductView } from '../../src/catalog/list-products.ts';
import { allPages, rowsWanted, sayCut } from '../cli/all-pages.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, money, moneyPlain, printList } from '../cli/render.ts';
import { parsePositive } from '../cli/values.ts';

/** Rows of a table, unless told. */
const SCREEN = 100;
/** Products are read by so many. */
const PAGE = 1000;

const columns: readonly Column<ProductView>[] = [
  { title: 'SKU', show: ({ sku }) => sku, least: 10 },
  { title: 'PRODUCT', show: ({ name }) => name, least: 16 },
  {
    title: 'PRICE',
    show: ({ price, currency }) => money(price, currency),
    plain: ({ price, currency }) => moneyPlain(price, currency),
    right: true,
  },
  { title: 'CURRENCY', show: ({ currency }) => currency, only: 'files' },
  { title: 'ON HAND', show: ({ on_hand }) => String(on_hand), right: true },
  { title: 'RESERVED', show: ({ reserved }) => String(reserved), right: true, spare: true },
  { title: 'AVAILABLE', show: ({ available }) => String(available), right: true },
  { title: 'BIN', show: ({ bin }) => bin ?? '' },
  { title: 'BARCODE', show: ({ barcode }) => barcode ?? '', only: 'files' },
  { title: 'WEIGHT_G', show: ({ weight_g }) => String(weight_g ?? ''), only: 'files' },
  { title: 'ACTIVE', show: ({ active }) => (active ? 'yes' : 'no'), only: 'files' },
];

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '-q, --query <text>', about: 'SKU or name holds this' },
    { flags: '-n, --limit <count>', about: 'how many (100; all with --json, csv and ids)', parse: parsePositive },
    { flags: '--after <sku>', about: 'go on after this SKU' },
  ],
  examples: ['catalog list', 'catalog list -q mug', 'catalog list --format csv > products.csv'],
  async run(session, _args, options) {
    const most = rowsWanted(session, options.limit, SCREEN);
    const context = await session.context();
    const pages = await allPages<ProductView[]>(most + 1, {
      rowsOf: (page) => page.length,
      async next(before, wanted) {
        if (before?.length === 0) return undefined;
        const after = before?.at(-1)?.sku ?? options.after;
        return listProducts(context, { q: options.query, after, limit: Math.min(wanted, PAGE) });
      },
    });
    // One more than is wanted was asked for: it says whether there are more.
    const found = pages.flat();
    const products = found.slice(0, most);
    printList(session, {
      rows: products,
      columns,
      json: { products },
      id: ({ sku }) => sku,
      empty: 'No products. orders catalog import FILE.csv reads some.',
    });
    if (found.length > most) sayCut(session, most, `go on with --after ${products.at(-1)?.sku}, or raise --limit`);
  },
});
