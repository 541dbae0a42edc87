import { hideSecret } from '../../src/config/sources.ts';
import { seedCatalog, seedOrder } from '../../src/operations/seed-order.ts';
import { workNow } from '../../worker/work-now.ts';
import { runBulk } from '../cli/bulk.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { parseCount } from '../cli/values.ts';

const DEFAULT_ORDERS = 100;
const AT_ONCE = 4;

export const command = defineCommand({
  begins: true,
  options: [{ flags: '-n, --orders <count>', about: `how many orders (${DEFAULT_ORDERS})`, parse: parseCount }],
  examples: ['db seed', 'db seed --orders 1000'],
  async run(session, _args, { orders = DEFAULT_ORDERS }) {
    const { databaseUrl } = await session.config();
    const where = hideSecret(databaseUrl);
    if (!(await confirm(session, `Write ${orders} made-up orders into ${where}?`))) {
      session.io.say('Nothing was done.');
      return;
    }
    const context = await session.context();
    await seedCatalog(context, {});
    const from = Date.now() % 1_000_000;
    const rows = Array.from({ length: orders }, (_, index) => from + index);
    const { done } = await runBulk(session.io, {
      rows,
      atOnce: AT_ONCE,
      work: (number) => seedOrder(context, { number }),
    });
    session.io.say('Doing what they owe: mails, checks, parcels …');
    await workNow(await session.app());
    session.io.say(`${session.io.talkColor.green('✓')} ${done} orders; orders admin list shows them.`);
  },
});
