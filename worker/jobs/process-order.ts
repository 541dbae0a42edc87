import { processOrder } from '../../src/fulfillment/process-order.ts';
import { SECOND } from '../../src/lib/time.ts';
import { outboxJob } from '../job.ts';

export const processOrderJob = outboxJob({
  name: 'process-order',
  concurrency: 5,
  retry: { firstMs: SECOND, maxMs: 300 * SECOND, attempts: 10 },
  handle: (context, { order_id }) => processOrder(context, { order: order_id }),
});
