import { processOrder } from '../../src/fulfillment/process-order.ts';
import { SECOND } from '../../src/lib/time.ts';
import type { OutboxJob } from '../job.ts';

export const processOrderJob: OutboxJob = {
  name: 'process-order',
  concurrency: 5,
  retry: { firstMs: SECOND, maxMs: 300 * SECOND, attempts: 10 },
  handle: (context, { payload }) => processOrder(context, { order: payload.order_id ?? '' }),
};
