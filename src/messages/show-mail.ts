/** One mail of the log: to whom, why, and what it says. */

import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import { identityOf } from '../lib/shop-identity.ts';
import { type MailContent, renderText } from '../notifications/layout.ts';
import { type NotificationRow, notifications } from '../notifications/store.ts';
import { isMailTemplate } from '../notifications/templates/index.ts';
import { getOrderRow, readWhole } from '../orders/store.ts';
import { defineUseCase } from '../use-case.ts';
import { composeAlert } from './send-alert.ts';
import { composeMail } from './send-mail.ts';

/** Throws `not_found`. */
export async function getMail(db: Sql, typed: string): Promise<NotificationRow> {
  const id = parseId('ntf', typed);
  const mail = id && (await db.findOne(notifications, { id }));
  if (mail) return mail;
  throw new Refusal('not_found', `There is no mail "${typed}"; orders mail list shows them.`);
}

/** What a mail is about; announcements are named `mail:TEMPLATE:CAUSE`. */
export const causeOf = ({ dedupe_key, order_id }: NotificationRow): string =>
  dedupe_key.split(':')[2] ?? order_id ?? '';

export interface MailView extends NotificationRow {
  /** Null for mails to staff. */
  readonly order_number: string | null;
  /** Its plain text, from what is so now. */
  readonly text: string;
}

/** Throws `not_found`. */
export const showMail = defineUseCase({
  name: 'show-mail',
  allow: ['staff', 'system'],
  input: z.strictObject({ id: z.string().trim().min(1, 'is needed') }),
  async run(context, input): Promise<MailView> {
    const mail = await getMail(context.db, input.id);
    const { order_number = null, content } = await compose(context, mail);
    return {
      ...mail,
      order_number,
      text: content ? renderText(content, identityOf(context.settings)) : 'Nothing of this is so any more.\n',
    };
  },
});

async function compose(
  context: Context,
  mail: NotificationRow,
): Promise<{ readonly order_number?: string; readonly content: MailContent | undefined }> {
  const { template, created_at: announced_at, order_id } = mail;
  if (!order_id || !isMailTemplate(template)) return { content: await composeAlert(context, template) };
  const whole = await readWhole(context.db, await getOrderRow(context.db, { id: order_id }));
  const content = composeMail(context, whole, { template, cause: causeOf(mail), announced_at });
  return { order_number: whole.order.order_number, content };
}
