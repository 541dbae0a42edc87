import { settlePayments } from '../../src/checkout/settle-payments.ts';
import { SECOND } from '../../src/lib/time.ts';
import type { ScheduledJob } from '../job.ts';

/** Often, because a customer waits: the query behind it is one look into an index. */
export const settlePaymentJob: ScheduledJob = {
  name: 'settle-payment',
  everyMs: () => 5 * SECOND,
  handle: async (context) => ({ ...(await settlePayments(context, {})) }),
};
