import { sendRefund } from '../../src/billing/send-refund.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import type { OutboxJob } from '../job.ts';

/** Money owed is asked for long: the last of forty attempts comes after more than a day. */
export const sendRefundJob: OutboxJob = {
  name: 'send-refund',
  concurrency: 5,
  retry: { firstMs: 2 * SECOND, maxMs: HOUR, attempts: 40 },
  async handle(context, { payload }) {
    await sendRefund(context, { refund_id: payload.refund_id ?? '' });
  },
};
