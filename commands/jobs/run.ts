import { checkJob, selectJobs } from '../../worker/jobs/select.ts';
import { workNow } from '../../worker/work-now.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'job', about: 'its name, as in jobs stats, or poll-tracking, settle-payment, expire-pending, …' }],
  examples: ['jobs run poll-tracking', 'jobs run send-mail'],
  async run(session, [job = '']) {
    const { rows, failed } = await workNow(await session.app(), selectJobs(checkJob(job)));
    const trouble = failed > 0 ? `, ${failed} failed and are tried again later: orders jobs list` : '';
    session.io.out(`${session.io.color.green('✓')} ${job} ran${rows > 0 ? `: ${rows} done` : ''}${trouble}`);
  },
});
