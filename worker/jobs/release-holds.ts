import { MINUTE } from '../../src/lib/time.ts';
import { releaseDueHolds } from '../../src/orders/hold/release-due-holds.ts';
import type { ScheduledJob } from '../job.ts';

export const releaseHoldsJob: ScheduledJob = {
  name: 'release-holds',
  everyMs: () => MINUTE,
  handle: async (context) => ({ ...(await releaseDueHolds(context, {})) }),
};
