/** One mail of the log: to whom, why, and what it says. */
import { z } from 'zod';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { renderText } from '../notifications/layout.ts';
import { type NotificationRow, notifications } from '../notifications/store.ts';
import { isMailTemplate, type MailTemplateCode } from '../notifications/templates/index.ts';
import { defineUseCase } from '../use-case.ts';
import { composeMail } from './send-mail.ts';
import { getOrderRow, readWhole } from './store.ts';

type KnownMail = NotificationRow & { readonly template: MailTemplateCode; readonly order_id: Id<'ord'> };

/** Throws `page_not_found`. */
export async function getMail(db: Sql, typed: string): Promise<KnownMail> {
  const id = parseId('ntf', typed);
  const mail = id && (await db.findOne(notifications, { id }));
  if (mail?.order_id && isMailTemplate(mail.template)) return mail as KnownMail;
  throw new Refusal('page_not_found', `There is no mail "${typed}"; orders mail list shows them.`);
}

/** What a mail is about; announcements are named `mail:TEMPLATE:CAUSE`. */
export const causeOf = ({ dedupe_key, order_id }: KnownMail): string => dedupe_key.split(':')[2] ?? order_id;

export interface MailView extends NotificationRow {
  readonly order_number: string;
  /** Its plain text, from the order as it is now. */
  readonly text: string;
}

export const showMail = defineUseCase({
  name: 'show-mail',
  allow: ['staff', 'system'],
  input: z.strictObject({ id: z.string().trim().min(1, 'is needed') }),
  async run(context, input): Promise<MailView> {
    const mail = await getMail(context.db, input.id);
    const whole = await readWhole(context.db, await getOrderRow(context.db, { id: mail.order_id }));
    const { template, created_at: announced_at } = mail;
    const content = composeMail(context, whole, { template, cause: causeOf(mail), announced_at });
    return { ...mail, order_number: whole.order.order_number, text: renderText(content) };
  },
});
