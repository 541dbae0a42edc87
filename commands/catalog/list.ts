import { listProducts, type ProductView } from '../../src/catalog/list-products.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, money, moneyPlain, printList } from '../cli/render.ts';
import { parseCount } from '../cli/values.ts';

const columns: readonly Column<ProductView>[] = [
  { title: 'SKU', show: ({ sku }) => sku },
  { title: 'PRODUCT', show: ({ name }) => name },
  {
    title: 'PRICE',
    show: ({ price, currency }) => money(price, currency),
    plain: ({ price, currency }) => moneyPlain(price, currency),
    right: true,
  },
  { title: 'CURRENCY', show: ({ currency }) => currency, only: 'files' },
  { title: 'ON HAND', show: ({ on_hand }) => String(on_hand), right: true },
  { title: 'RESERVED', show: ({ reserved }) => String(reserved), right: true },
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
    { flags: '-n, --limit <count>', about: 'how many (100, at most 1000)', parse: parseCount },
    { flags: '--after <sku>', about: 'go on after this SKU' },
  ],
  examples: ['catalog list', 'catalog list -q mug', 'catalog list --format csv > products.csv'],
  async run(session, _args, options) {
    const products = await listProducts(await session.context(), {
      q: options.query,
      after: options.after,
      limit: options.limit,
    });
    printList(session, {
      rows: products,
      columns,
      json: { products },
      id: ({ sku }) => sku,
      empty: 'No products. orders catalog import FILE.csv reads some.',
    });
  },
});
