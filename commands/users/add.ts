import { LANGUAGE_CODES } from '../../src/languages/index.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  begins: true,
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  options: [
    { flags: '--name <name>', about: 'how mails address them' },
    { flags: '--locale <code>', about: `the language of their mails: ${LANGUAGE_CODES.join(', ')}` },
    { flags: '--admin', about: 'staff, not a customer' },
  ],
  examples: ['users add ann@example.org --name "Ann Example" --locale de', 'users add clerk@shop.example --admin'],
  async run(session, [email = ''], options) {
    const user = await addPerson(await session.context(), {
      email,
      name: options.name,
      locale: options.locale,
      role: options.admin === true ? 'admin' : 'customer',
    });
    const what = user.role === 'admin' ? 'staff' : 'a customer';
    printRecord(
      session,
      user,
      () => `${session.io.color.green('✓')} ${user.name} <${user.email}> is ${what} now (${user.id})`,
    );
  },
});
