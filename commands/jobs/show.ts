import { showJob } from '../../src/jobs/show-job.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'job', about: 'the job’s id, out_…' }],
  examples: ['jobs show out_01m86x82kdewvbkt2sggcw8j6d'],
  async run(session, [id = '']) {
    const job = await showJob(await session.context(), { id });
    printRecord(session, job, () =>
      Object.entries(job)
        .map(([name, value]) => `${name.padEnd(12)} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
        .join('\n'),
    );
  },
});
