/** Sending a mail once more because somebody asks for it: a new cause, so it is a mail of its own. */
import { z } from 'zod';
import { announce } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { causeOf, getMail } from './show-mail.ts';

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
    const mail = await getMail(context.db, input.id);
    await context.atomic('mail.resend', (tx) =>
      announce(tx, context.now(), [
        {
          kind: 'send-mail',
          dedupe_key: `${mail.dedupe_key.split(':').slice(0, 3).join(':')}:${context.newId('out')}`,
          order_id: mail.order_id,
          payload: { order_id: mail.order_id, template: mail.template, cause: causeOf(mail) },
        },
      ]),
    );
    return { template: mail.template, recipient: mail.recipient };
  },
});
