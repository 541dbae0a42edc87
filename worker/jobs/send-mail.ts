import { HOUR, SECOND } from '../../src/lib/time.ts';
import { sendMail } from '../../src/messages/send-mail.ts';
import type { OutboxJob } from '../job.ts';

export const sendMailJob: OutboxJob = {
  name: 'send-mail',
  concurrency: 5,
  retry: { firstMs: 5 * SECOND, maxMs: HOUR, attempts: 30 },
  handle: (context, { payload, dedupe_key, created_at }) =>
    sendMail(context, {
      order_id: payload.order_id ?? '',
      template: payload.template ?? '',
      cause: payload.cause ?? '',
      dedupe_key,
      announced_at: created_at,
    }),
};
