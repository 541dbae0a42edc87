import { expirePending } from '../../src/checkout/expire-pending.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { scheduledJob } from '../job.ts';

export const expirePendingJob = scheduledJob({
  name: 'expire-pending',
  group: 'orders',
  everyMs: () => MINUTE,
  run: expirePending,
});
