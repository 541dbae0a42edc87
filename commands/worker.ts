import { startWorker } from '../worker/daemon.ts';
import { ALL_JOBS, JOB_GROUPS, selectJobs } from '../worker/jobs/select.ts';
import { workNow } from '../worker/work-now.ts';
import { appWhenThere, untilSignalled } from './cli/daemon.ts';
import { defineCommand } from './cli/define.ts';

export const command = defineCommand({
  begins: true,
  options: [
    { flags: '--once', about: 'do what there is to do, then end (for cron)' },
    { flags: '--only <jobs>', about: `some jobs: names, or ${[...JOB_GROUPS.keys()].join(', ')}`, parse: selectJobs },
  ],
  examples: ['worker', 'worker --only mail,tracking', 'worker --once'],
  async run(session, _args, options) {
    const jobs = options.only ?? ALL_JOBS;
    if (options.once === true) {
      await workNow(await session.app(), jobs);
      return undefined;
    }
    const worker = await startWorker(await appWhenThere(session), jobs);
    return untilSignalled(session, `Working as ${worker.name}`, [() => worker.stop()]);
  },
});
