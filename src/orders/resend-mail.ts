/** Sending a mail once more because somebody asks for it: a new cause, so it is a mail of its own. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import { notifications } from '../notifications/store.ts';
import { isMailTemplate } from '../notifications/templates/index.ts';
import { announce } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';

export interface Resent {
  readonly template: string;
  readonly recipient: string;
}

/** Announces the mail again; the worker sends it. Throws `page_not_found`. */
export const resendMail = defineUseCase({
  name: 'resend-mail',
  allow: ['staff'],
  input: z.strictObject({ id: z.string().trim().min(1, 'is needed') }),
  async run(context, input): Promise<Resent> {
    const id = parseId('ntf', input.id);
    const mail = id && (await context.db.findOne(notifications, { id }));
    if (!mail || !isMailTemplate(mail.template)) {
      throw new Refusal('page_not_found', `There is no mail "${input.id}"; orders mail list shows them.`);
    }
    // `mail:TEMPLATE:CAUSE`, as announcements are named.
    const cause = mail.dedupe_key.split(':')[2] ?? mail.order_id;
    await context.atomic('mail.resend', (tx) =>
      announce(tx, context.now(), [
        {
          kind: 'send-mail',
          dedupe_key: `${mail.dedupe_key.split(':').slice(0, 3).join(':')}:${context.newId('out')}`,
          order_id: mail.order_id,
          payload: { order_id: mail.order_id, template: mail.template, cause },
        },
      ]),
    );
    return { template: mail.template, recipient: mail.recipient };
  },
});
