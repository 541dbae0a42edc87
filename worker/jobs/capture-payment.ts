import { capturePayment } from '../../src/billing/capture-payment.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import type { OutboxJob } from '../job.ts';

export const capturePaymentJob: OutboxJob = {
  name: 'capture-payment',
  concurrency: 5,
  retry: { firstMs: 2 * SECOND, maxMs: HOUR, attempts: 30 },
  handle: (context, { payload }) => capturePayment(context, { payment_id: payload.payment_id ?? '' }),
};
