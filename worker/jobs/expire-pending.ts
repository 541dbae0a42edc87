import { expirePending } from '../../src/checkout/expire-pending.ts';
import { MINUTE } from '../../src/lib/time.ts';
import type { ScheduledJob } from '../job.ts';

export const expirePendingJob: ScheduledJob = {
  name: 'expire-pending',
  everyMs: () => MINUTE,
  handle: async (context) => ({ ...(await expirePending(context, {})) }),
};
