/** Sending a mail once more because somebody asks for it: a new cause, so it is a mail of its own. */
import { z } from 'zod';
import type { NotificationRow } from '../notifications/store.ts';
import { type Announcement, announce } from '../outbox/store.ts';
import { defineWrite } from '../write.ts';
import { causeOf, getMail } from './show-mail.ts';

export interface Resent {
  readonly template: string;
  readonly recipient: string;
}

/** Announces the mail again; the worker sends it. Throws `not_found`. */
export const resendMail = defineWrite({
  name: 'resend-mail',
  allow: ['staff'],
  input: z.strictObject({ id: z.string().trim().min(1, 'is needed') }),
  prepare: (context, { id }) => getMail(context.db, id),
  async commit(cx, _input, mail): Promise<Resent> {
    // A part more than the first one's key has: the audit counts causes, not what staff sent again.
    const first = mail.dedupe_key.split(':').slice(0, mail.order_id ? 3 : 4);
    const dedupe_key = [...first, cx.newId('out')].join(':');
    await announce(cx.db, cx.now(), [announcementOf(mail, dedupe_key)]);
    return { template: mail.template, recipient: mail.recipient };
  },
  answer: (_context, _input, done) => done as Resent,
});

function announcementOf(mail: NotificationRow, dedupe_key: string): Announcement {
  const { order_id, template, recipient } = mail;
  return order_id
    ? { kind: 'send-mail', dedupe_key, order_id, payload: { order_id, template, cause: causeOf(mail) } }
    : { kind: 'send-alert', dedupe_key, order_id, payload: { alert: template, recipient } };
}
