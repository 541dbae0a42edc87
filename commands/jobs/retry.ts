import { retryJob } from '../../src/jobs/retry-job.ts';
import { defineCommand } from '../cli/define.ts';
import { eachJob } from '../cli/each.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'jobs...', about: 'job ids; - reads them from stdin' }],
  examples: [
    'jobs retry out_01m86x82kdewvbkt2sggcw8j6d',
    'jobs dead --kind send-mail --format ids | orders jobs retry -',
  ],
  run: async (session, words) => {
    return eachJob(session, words, async (id) => {
      const job = await retryJob(await session.context(), { id });
      return {
        json: job,
        text: `${session.io.color.green('✓')} ${job.kind} ${job.id} is due now, with all its attempts again`,
      };
    });
  },
});
