import { HOUR, SECOND } from '../../src/lib/time.ts';
import { sendMail } from '../../src/messages/send-mail.ts';
import { outboxJob } from '../job.ts';

export const sendMailJob = outboxJob({
  name: 'send-mail',
  concurrency: 5,
  retry: { firstMs: 5 * SECOND, maxMs: HOUR, attempts: 30 },
  handle: (context, payload, { dedupe_key, created_at }) =>
    sendMail(context, { ...payload, dedupe_key, announced_at: created_at }),
});
