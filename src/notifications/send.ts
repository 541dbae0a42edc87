/** Sending one mail and writing it into the log: at most once for each cause, whatever dies in between. */
import type { Context } from '../context.ts';
import { type Language, languageOf } from '../languages/index.ts';
import type { Id } from '../lib/ids.ts';
import { identityOf } from '../lib/shop-identity.ts';
import { type MailContent, renderHtml, renderText } from './layout.ts';
import { markSent, markSuppressed, openNotification } from './store.ts';
import { isSuppressed } from './suppressions.ts';

export interface Letter {
  /** The outbox key of what announced it. */
  readonly dedupe_key: string;
  /** When it was announced; its Date. */
  readonly announced_at: string;
  /** Null for mails to staff. */
  readonly order_id: Id<'ord'> | null;
  readonly template: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly content: MailContent;
  readonly language?: Language;
}

/**
 * Sends a mail. One that has been sent is not sent again; one whose sending was interrupted is, with the same
 * Message-ID; one to an address that gets no mail is logged and not sent.
 */
export async function sendLetter(context: Context, letter: Letter): Promise<void> {
  const { content, to, language = languageOf('en') } = letter;
  const shop = identityOf(context.settings);
  const id = context.newId('ntf');
  const logged = await openNotification(context.db, {
    id,
    dedupe_key: letter.dedupe_key,
    order_id: letter.order_id,
    template: letter.template,
    recipient: to.address,
    subject: content.subject,
    message_id: messageId(context, id),
    status: 'sending',
    sent_at: null,
    created_at: context.now(),
  });
  if (logged.status !== 'sending') return;
  if (await isSuppressed(context.db, to.address)) {
    await markSuppressed(context.db, logged.id);
    return;
  }
  await context.mailer.send({
    to,
    subject: content.subject,
    html: renderHtml(content, { language: language.code, shop }),
    text: renderText(content, shop),
    messageId: logged.message_id,
    date: letter.announced_at,
  });
  await markSent(context.db, logged.id, context.now());
}

const messageId = (context: Context, id: string): string => `<${id}@${new URL(context.settings.publicUrl).hostname}>`;
