import { allowAddress } from '../../src/notifications/suppressions.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'address', about: 'a mail address' }],
  examples: ['mail allow ann@example.org'],
  async run(session, [address = '']) {
    await allowAddress(await session.context(), { address });
    session.io.out(`${session.io.color.green('✓')} ${address} gets mail again`);
  },
});
