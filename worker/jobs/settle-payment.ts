import { settlePayments } from '../../src/checkout/settle-payments.ts';
import { SECOND } from '../../src/lib/time.ts';
import { scheduledJob } from '../job.ts';

/** Often, because a customer waits: the query behind it is one look into an index. */
export const settlePaymentJob = scheduledJob({
  name: 'settle-payment',
  group: 'money',
  everyMs: () => 5 * SECOND,
  run: settlePayments,
});
