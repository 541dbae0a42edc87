import { revokeTokens } from '../../src/people/change-access.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  examples: ['users revoke ann@example.org'],
  async run(session, [email = '']) {
    const user = await revokeTokens(await session.context(), { email });
    printRecord(
      session,
      user,
      () => `${session.io.color.green('✓')} ${user.email} needs a new token: every one there is has been revoked`,
    );
  },
});
