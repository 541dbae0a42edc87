import { defineCommand } from './cli/define.ts';
import { cancelAnOrder, deliverOrder, openShop } from './demo/acts.ts';
import { Demo } from './demo/stage.ts';

/** Two orders' lives with real processes, on a throw-away database; nothing is left running. */
export const command = defineCommand({
  options: [{ flags: '--keep', about: 'keep the folder with the database, the mails and the sandbox’s books' }],
  examples: ['demo', 'demo --keep'],
  async run(session, _args, options) {
    const demo = await Demo.open(session.io, options.keep === true);
    try {
      const shop = await openShop(demo);
      await deliverOrder(demo, shop);
      await cancelAnOrder(demo, shop);
      await demo.command('Do all the books agree?', ['doctor']);
      demo.say('That was an order, from cart to doorstep.');
    } finally {
      await demo.close();
    }
  },
});
