import { capturePayment } from '../../src/billing/capture-payment.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import { outboxJob } from '../job.ts';

export const capturePaymentJob = outboxJob({
  name: 'capture-payment',
  concurrency: 5,
  retry: { firstMs: 2 * SECOND, maxMs: HOUR, attempts: 30 },
  handle: capturePayment,
});
