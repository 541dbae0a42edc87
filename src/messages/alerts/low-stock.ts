import { type Alert, counted } from './alert.ts';
import { productsShortOf } from './queries.ts';

/** Products of which few are left to sell. */
export const lowStock: Alert = {
  code: 'low-stock',
  headline: (count) => counted(count, 'product is running out', 'products are running out'),
  advice: 'Few of these are left to sell, or none.',
  commands: ['orders catalog stock SKU --add 20', 'orders catalog list'],
  async find({ db, settings }) {
    if (settings.lowStockUnits === 0) return [];
    const rows = await productsShortOf(db, settings.lowStockUnits);
    return rows.map(({ sku, name, available }) => ({
      subject: sku,
      name: `${sku} ${name}`,
      value: `${Number(available)} left`,
    }));
  },
  sample: [
    { subject: 'MUG-01', name: 'MUG-01 Coffee mug', value: '0 left' },
    { subject: 'TEA-02', name: 'TEA-02 Tea tin', value: '3 left' },
  ],
};
