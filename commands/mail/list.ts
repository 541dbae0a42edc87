import { listMails } from '../../src/notifications/list-mails.ts';
import { textOf } from '../admin/filters.ts';
import type { Command } from '../cli/define.ts';
import { printList, when } from '../cli/render.ts';
import { parseCount } from '../cli/values.ts';

export const command: Command = {
  formats: true,
  options: [
    { flags: '--to <mail>', about: 'to this address' },
    { flags: '-n, --limit <count>', about: 'how many (50)' },
  ],
  examples: ['mail list', 'mail list --to ann@example.org'],
  async run(session, _args, options) {
    const limit = textOf(options.limit);
    const mails = await listMails(await session.context(), {
      recipient: textOf(options.to),
      limit: limit ? parseCount(limit, '--limit') : undefined,
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
    return undefined;
  },
};
