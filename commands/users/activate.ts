import { reopenAccount } from '../../src/people/change-access.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  examples: ['users activate ann@example.org'],
  async run(session, [email = '']) {
    const user = await reopenAccount(await session.context(), { email });
    printRecord(session, user, () => `${session.io.color.green('✓')} ${user.email} may sign in again`);
  },
});
