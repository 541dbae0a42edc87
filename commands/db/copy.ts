import { EXIT, Refusal } from '../../src/errors.ts';
import { copyDatabase } from '../../src/operations/copy-database.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';

export const command = defineCommand({
  options: [{ flags: '--to <url>', about: 'an empty database: mysql://USER:PASSWORD@HOST:PORT/NAME or sqlite:FILE' }],
  examples: ['db copy --to mysql://orders:secret@127.0.0.1:3306/orders'],
  async run(session, _args, { to }) {
    if (!to) throw new Refusal('usage', '--to is missing: the address of an empty database.');
    const { io } = session;
    const app = await session.app();
    const { openApp } = await import('../../src/app.ts');
    const { loadConfig } = await import('../../src/config/load.ts');
    const { hideSecret } = await import('../../src/config/sources.ts');
    const target = openApp(loadConfig({ ...io.surroundings.env, ORDERS_DATABASE_URL: to }));
    try {
      if (
        !(await confirm(
          session,
          `Copy this shop into ${hideSecret(to)}? What is written here afterwards stays here: serve and worker should be stopped.`,
        ))
      ) {
        io.say('Nothing was done.');
        return EXIT.ok;
      }
      await target.migrate();
      const copied = await copyDatabase(app.database, target.database, ({ table, rows }) =>
        io.say(`${io.talkColor.green('✓')} ${table}: ${rows}`),
      );
      const rows = copied.reduce((sum, table) => sum + table.rows, 0);
      io.out(`${rows} rows in ${copied.length} tables. Now set ORDERS_DATABASE_URL to it, and see orders doctor.`);
      return EXIT.ok;
    } finally {
      await target.close();
    }
  },
});
