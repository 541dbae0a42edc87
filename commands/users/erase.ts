import type { App } from '../../src/app.ts';
import { eraseMailFiles } from '../../src/notifications/mail-files.ts';
import { erasePerson } from '../../src/operations/person-data.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'email', about: 'mail address' }],
  options: [{ flags: '--dry-run', about: 'only say what would be forgotten' }],
  examples: ['users erase ann@example.org --dry-run', 'users erase ann@example.org'],
  async run(session, [email = ''], options) {
    const { io } = session;
    const context = await session.context();
    const plan = await erasePerson(context, { email, dry_run: true });
    const what = `${email}: account, cart, ${plan.orders.length} orders (names, addresses, notes, reasons), ${plan.mails} mails in the log`;
    if (options.dryRun === true) {
      printRecord(session, plan, () => `${what}. Nothing was done.`);
      return undefined;
    }
    if (!(await confirm(session, `Forget ${what}? This cannot be taken back; sums, stock and dates stay.`))) {
      io.say('Nothing was done.');
      return undefined;
    }
    const done = await erasePerson(context, { email });
    eraseMailFiles((await session.config()).mailDir, done.addresses);
    await wipe(await session.app());
    printRecord(
      session,
      done,
      () => `${io.color.green('✓')} ${email} is forgotten; what was bought stays under ${done.id}.`,
    );
  },
});

/** What was deleted stands in a SQLite file until its pages are written anew. */
async function wipe({ database }: App): Promise<void> {
  if (database.dialect !== 'sqlite') return;
  await database.run('VACUUM');
  await database.run('PRAGMA wal_checkpoint(TRUNCATE)');
}
