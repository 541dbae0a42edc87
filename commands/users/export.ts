import { writeFileSync } from 'node:fs';
import { exportPerson } from '../../src/operations/person-data.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'email', about: 'mail address' }],
  options: [{ flags: '-o, --out <file>', about: 'into this file (stdout)' }],
  examples: ['users export ann@example.org --out ann.json'],
  async run(session, [email = ''], { out }) {
    const data = await exportPerson(await session.context(), { email });
    const text = JSON.stringify(data, null, 2);
    if (!out) {
      session.io.out(text);
      return;
    }
    writeFileSync(out, `${text}\n`);
    session.io.say(
      `Everything that is kept of ${email} is in ${out}: ${data.orders.length} orders, ${data.mails.length} mails.`,
    );
  },
});
