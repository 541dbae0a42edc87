import { addUser } from '../../src/customers/add-user.ts';
import type { Command } from '../lib/define.ts';
import { printRecord } from '../lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'email', about: 'mail address' }],
  options: [
    { flags: '--name <name>', about: 'how mails address them' },
    { flags: '--admin', about: 'staff, not a customer' },
  ],
  examples: ['users add ann@example.org --name "Ann Example"', 'users add clerk@shop.example --admin'],
  async run(session, [email = ''], options) {
    const user = await addUser(await session.context(), {
      email,
      name: options.name as string | undefined,
      role: options.admin === true ? 'admin' : 'customer',
    });
    const what = user.role === 'admin' ? 'staff' : 'a customer';
    printRecord(
      session,
      user,
      () => `${session.io.color.green('✓')} ${user.name} <${user.email}> is ${what} now (${user.id})`,
    );
    return undefined;
  },
};
