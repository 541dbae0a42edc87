import { resendMail } from '../../src/messages/resend-mail.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'mail', about: 'the mail’s id, ntf_…' }],
  examples: ['mail resend ntf_01m86x82kdewvbkt2sggcw8j6d'],
  async run(session, [id = '']) {
    if (!(await confirm(session, 'Send it once more?'))) return undefined;
    const resent = await resendMail(await session.context(), { id });
    printRecord(
      session,
      resent,
      () => `${session.io.color.green('✓')} ${resent.template} goes to ${resent.recipient} again`,
    );
  },
});
