import { startWorker, workOnce } from '../worker/daemon.ts';
import { untilSignalled } from './lib/daemon.ts';
import type { Command } from './lib/define.ts';

export const command: Command = {
  options: [{ flags: '--once', about: 'do what there is to do, then end (for cron)' }],
  examples: ['worker', 'worker --once'],
  async run(session, _args, options) {
    const app = await session.app();
    if (options.once === true) {
      await workOnce(app);
      return undefined;
    }
    const worker = await startWorker(app);
    return untilSignalled(session, `Working as ${worker.name}`, [() => worker.stop()]);
  },
};
