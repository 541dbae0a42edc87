import { sendRefund } from '../../src/billing/send-refund.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import { outboxJob } from '../job.ts';

/** Money owed is asked for long: the last of forty attempts comes after more than a day. */
export const sendRefundJob = outboxJob({
  name: 'send-refund',
  concurrency: 5,
  retry: { firstMs: 2 * SECOND, maxMs: HOUR, attempts: 40 },
  handle: sendRefund,
});
