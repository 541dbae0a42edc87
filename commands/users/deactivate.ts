import { closeAccount } from '../../src/people/change-access.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  examples: ['users deactivate ann@example.org'],
  async run(session, [email = '']) {
    const user = await closeAccount(await session.context(), { email });
    printRecord(
      session,
      user,
      () => `${session.io.color.green('✓')} ${user.email} is closed: their tokens are refused from now on`,
    );
  },
});
