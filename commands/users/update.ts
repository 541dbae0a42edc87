import { updatePerson } from '../../src/people/update-person.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  options: [
    { flags: '--email <mail>', about: 'the right mail address' },
    { flags: '--name <name>', about: 'the right name' },
  ],
  examples: [
    'users update ann@exmaple.org --email ann@example.org',
    'users update ann@example.org --name "Ann Example"',
  ],
  async run(session, [email = ''], options) {
    const person = await updatePerson(await session.context(), { email, new_email: options.email, name: options.name });
    printRecord(session, person, () => `${session.io.color.green('✓')} ${person.name} <${person.email}>`);
  },
});
