import { EXIT } from '../../src/errors.ts';
import { findOrders, MOST_FOUND } from '../../src/orders/read/find-orders.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { chooseColumns } from './columns.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'text...', about: 'number, mail address, recipient, street, city, tracking number, SKU, bar code …' }],
  examples: [
    'admin find 7k2mx9qd4',
    'admin find ann@example.org',
    'admin find Müller Hauptstraße',
    'admin find 1Z999AA10123456784',
    'admin find MUG-01',
  ],
  async run(session, words) {
    const text = words.join(' ');
    const { orders, more } = await findOrders(await session.context(), { text });
    printList(session, {
      rows: orders,
      columns: chooseColumns(session.io, 'order,placed,status,items,total,recipient,customer'),
      json: { orders, more },
      id: ({ order_number }) => order_number,
      empty: `Nothing has "${text}" on it.`,
    });
    if (more)
      session.io.say(`Only the newest ${MOST_FOUND} are shown; add a word, or use orders admin list with filters.`);
    return orders.length > 0 ? EXIT.ok : EXIT.notFound;
  },
});
