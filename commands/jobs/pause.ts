import { pauseJob } from '../../src/jobs/pause-job.ts';
import { checkJob } from '../../worker/jobs/select.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'job', about: 'its name, as in jobs stats' }],
  examples: ['jobs pause send-mail', 'jobs pause poll-tracking'],
  async run(session, [job = '']) {
    await pauseJob(await session.context(), { job: checkJob(job) });
    session.io.out(`${session.io.color.yellow('‖')} ${job} is paused; what it owes waits. orders jobs resume ${job}`);
  },
});
