import { HOUR, SECOND } from '../../src/lib/time.ts';
import { sendAlert } from '../../src/messages/send-alert.ts';
import { outboxJob } from '../job.ts';

export const sendAlertJob = outboxJob({
  name: 'send-alert',
  concurrency: 2,
  retry: { firstMs: 5 * SECOND, maxMs: HOUR, attempts: 30 },
  handle: (context, payload, { dedupe_key, created_at }) =>
    sendAlert(context, { ...payload, dedupe_key, announced_at: created_at }),
});
