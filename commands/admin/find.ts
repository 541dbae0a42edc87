import { EXIT } from '../../src/errors.ts';
import { findOrders } from '../../src/orders/read/find-orders.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { chooseColumns } from './columns.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'text...', about: 'order number, mail address, name, tracking number, payment or SKU' }],
  examples: [
    'admin find 7k2mx9qd4',
    'admin find ann@example.org',
    'admin find 1Z999AA10123456784',
    'admin find MUG-01',
  ],
  async run(session, words) {
    const text = words.join(' ');
    const orders = await findOrders(await session.context(), { text });
    printList(session, {
      rows: orders,
      columns: chooseColumns(session.io),
      json: { orders },
      id: ({ order_number }) => order_number,
      empty: `Nothing has "${text}" on it.`,
    });
    return orders.length > 0 ? EXIT.ok : EXIT.notFound;
  },
});
