import { suppressAddress } from '../../src/notifications/suppressions.ts';
import type { Command } from '../lib/define.ts';
import { textOf } from '../lib/order-filters.ts';
import { printRecord } from '../lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'address', about: 'a mail address' }],
  options: [{ flags: '--reason <text>', about: 'why, for whoever looks later' }],
  examples: ['mail suppress ann@example.org --reason "mailbox is closed"'],
  async run(session, [address = ''], options) {
    const reason = textOf(options.reason) ?? 'asked for';
    const row = await suppressAddress(await session.context(), { address, reason });
    printRecord(session, row, () => `${session.io.color.green('✓')} ${row.address} gets no mail: ${row.reason}`);
    return undefined;
  },
};
