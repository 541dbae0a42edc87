import { HOUR } from '../../src/lib/time.ts';
import { prune } from '../../src/operations/prune.ts';
import type { ScheduledJob } from '../job.ts';

export const pruneJob: ScheduledJob = {
  name: 'prune',
  everyMs: () => HOUR,
  handle: async (context) => ({ ...(await prune(context, {})) }),
};
