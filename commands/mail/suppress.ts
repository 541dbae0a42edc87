import { suppressAddress } from '../../src/notifications/suppressions.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'address', about: 'a mail address' }],
  options: [{ flags: '--reason <text>', about: 'why, for whoever looks later' }],
  examples: ['mail suppress ann@example.org --reason "mailbox is closed"'],
  async run(session, [address = ''], options) {
    const reason = options.reason ?? 'asked for';
    const row = await suppressAddress(await session.context(), { address, reason });
    printRecord(session, row, () => `${session.io.color.green('✓')} ${row.address} gets no mail: ${row.reason}`);
  },
});
