import { MINUTE } from '../../src/lib/time.ts';
import { expirePending } from '../../src/orders/settle-payment.ts';
import type { ScheduledJob } from '../job.ts';

export const expirePendingJob: ScheduledJob = {
  name: 'expire-pending',
  everyMs: () => MINUTE,
  handle: async (context) => ({ ...(await expirePending(context, {})) }),
};
