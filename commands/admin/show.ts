import { listMails } from '../../src/notifications/list-mails.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { orderText } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [{ flags: '-t, --timeline', about: 'everything that happened to it, and who did it' }],
  examples: ['admin show ORD-7K2M-X9QD4', 'admin show 7k2mx9qd4 --timeline'],
  async run(session, [order = ''], options) {
    const context = await session.context();
    const view = await getOrder(context, { order });
    const mails = options.timeline === true ? await listMails(context, { order_id: view.id }) : undefined;
    printRecord(session, view, () => orderText(session.io, view, mails));
  },
});
