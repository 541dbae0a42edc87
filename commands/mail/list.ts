import { listMails } from '../../src/notifications/list-mails.ts';
import { defineCommand } from '../cli/define.ts';
import { printList, when } from '../cli/render.ts';
import { parseCount } from '../cli/values.ts';

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--to <mail>', about: 'to this address' },
    { flags: '-n, --limit <count>', about: 'how many (50)', parse: parseCount },
  ],
  examples: ['mail list', 'mail list --to ann@example.org'],
  async run(session, _args, options) {
    const mails = await listMails(await session.context(), {
      recipient: options.to,
      limit: options.limit,
    });
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
  },
});
