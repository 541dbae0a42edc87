import { HOUR, SECOND } from '../../src/lib/time.ts';
import { deliverWebhook } from '../../src/webhooks/outbound/deliver-webhook.ts';
import { outboxJob } from '../job.ts';

/** Receivers may be down for a day: the last of forty attempts comes after more than that. */
export const deliverWebhookJob = outboxJob({
  name: 'deliver-webhook',
  concurrency: 10,
  retry: { firstMs: 5 * SECOND, maxMs: HOUR, attempts: 40 },
  handle: (context, payload, { id, order_id }) =>
    deliverWebhook(context, { ...payload, message_id: id, order_id: order_id ?? '' }),
});
