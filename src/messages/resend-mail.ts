/** Sending a mail once more because somebody asks for it: a new cause, so it is a mail of its own. */
import { z } from 'zod';
import type { NotificationRow } from '../notifications/store.ts';
import { type Announcement, announce } from '../outbox/store.ts';
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
    const again = announcementOf(mail);
    // A part more than the first one's key has: the audit counts causes, not what staff sent again.
    const first = mail.dedupe_key.split(':').slice(0, mail.order_id ? 3 : 4);
    const dedupe_key = [...first, context.newId('out')].join(':');
    await context.atomic('mail.resend', (tx) => announce(tx, context.now(), [{ ...again, dedupe_key }]));
    return { template: mail.template, recipient: mail.recipient };
  },
});

function announcementOf(mail: NotificationRow): Omit<Announcement, 'dedupe_key'> {
  const { order_id, template, recipient } = mail;
  return order_id
    ? { kind: 'send-mail', order_id, payload: { order_id, template, cause: causeOf(mail) } }
    : { kind: 'send-alert', order_id, payload: { alert: template, recipient } };
}
