import { resumeJob } from '../../src/jobs/resume-job.ts';
import { checkJob } from '../../worker/jobs/select.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'job', about: 'its name, as in jobs stats' }],
  examples: ['jobs resume send-mail'],
  async run(session, [job = '']) {
    const was = await resumeJob(await session.context(), { job: checkJob(job) });
    session.io.out(was ? `${session.io.color.green('✓')} ${job} goes on` : `${job} was not paused`);
  },
});
