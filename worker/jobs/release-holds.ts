import { MINUTE } from '../../src/lib/time.ts';
import { releaseDueHolds } from '../../src/orders/hold/release-due-holds.ts';
import { scheduledJob } from '../job.ts';

export const releaseHoldsJob = scheduledJob({
  name: 'release-holds',
  group: 'orders',
  everyMs: () => MINUTE,
  run: releaseDueHolds,
});
