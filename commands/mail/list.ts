import { listMails } from '../../src/notifications/list-mails.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { rowsWanted, sayCut } from '../cli/all-pages.ts';
import { defineCommand } from '../cli/define.ts';
import { printList, when } from '../cli/render.ts';
import { parsePositive } from '../cli/values.ts';

const SCREEN = 50;
const MOST = 1000;

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--to <mail>', about: 'to this address' },
    { flags: '--order <order>', about: 'about this order: its number or id' },
    {
      flags: '-n, --limit <count>',
      about: 'how many (50; 1000 with --json, csv and ids; at most 1000)',
      parse: parsePositive,
    },
  ],
  examples: ['mail list', 'mail list --order 7k2mx9qd4', 'mail list --to ann@example.org'],
  async run(session, _args, options) {
    const limit = Math.min(rowsWanted(session, options.limit, SCREEN), MOST);
    const context = await session.context();
    const order_id = options.order ? (await getOrder(context, { order: options.order })).id : undefined;
    const mails = await listMails(context, { recipient: options.to, order_id, limit });
    printList(session, {
      rows: mails,
      columns: [
        { title: 'MAIL', show: ({ id }) => id },
        {
          title: 'SENT',
          show: ({ sent_at, status }) => (sent_at ? when(sent_at) : status),
          plain: ({ sent_at }) => sent_at,
        },
        { title: 'TO', show: ({ recipient }) => recipient, least: 10 },
        { title: 'SUBJECT', show: ({ subject }) => subject, least: 12 },
      ],
      json: { mails },
      id: ({ id }) => id,
      empty: 'No mail has been sent.',
    });
    if (mails.length === limit) sayCut(session, limit, 'older ones are found with --to MAIL or a higher --limit');
  },
});
