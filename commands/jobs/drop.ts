import { dropJob } from '../../src/jobs/drop-job.ts';
import { defineCommand } from '../cli/define.ts';
import { eachJob } from '../cli/each.ts';
import { confirm } from '../cli/prompt.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'jobs...', about: 'job ids; - reads them from stdin' }],
  examples: ['jobs drop out_01m86x82kdewvbkt2sggcw8j6d'],
  run: async (session, words) => {
    if (!(await confirm(session, 'Give this up for good?'))) return undefined;
    return eachJob(session, words, async (id) => {
      const job = await dropJob(await session.context(), { id });
      return { json: job, text: `${session.io.color.green('✓')} ${job.kind} ${job.id} is given up` };
    });
  },
});
