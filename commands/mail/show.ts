import { type MailView, showMail } from '../../src/messages/show-mail.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord, when } from '../cli/render.ts';

const TITLES: Readonly<Record<MailView['status'], string>> = {
  sent: 'sent',
  sending: 'not sent yet',
  suppressed: 'not sent: the address gets no mail',
};

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'mail', about: 'the mail’s id, ntf_…' }],
  examples: ['mail show ntf_01m86x82kdewvbkt2sggcw8j6d'],
  async run(session, [id = '']) {
    const mail = await showMail(await session.context(), { id });
    printRecord(session, mail, () => {
      const state = mail.sent_at ? `sent ${when(mail.sent_at)}` : TITLES[mail.status];
      const head = [
        ['To', mail.recipient],
        ...(mail.order_number ? [['Order', mail.order_number]] : []),
        ['Subject', mail.subject],
        ['Message-ID', mail.message_id],
        ['State', state],
      ];
      return [...head.map(([name = '', value]) => `${name.padEnd(12)}${value}`), '', mail.text].join('\n');
    });
  },
});
