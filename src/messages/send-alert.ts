/** One mail to staff about what somebody has to act on. It lists what is so when it leaves, not when it was announced. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { MailContent } from '../notifications/layout.ts';
import { sendLetter } from '../notifications/send.ts';
import { defineUseCase } from '../use-case.ts';
import { alertContent } from './alerts/alert.ts';
import { findAlert } from './alerts/index.ts';

/** Sends it once; nothing, when there is nothing left to tell. */
export const sendAlert = defineUseCase({
  name: 'send-alert',
  allow: ['system', 'staff'],
  input: z.strictObject({
    alert: z.string(),
    recipient: z.string(),
    dedupe_key: z.string(),
    /** When it was announced; the mail's Date. */
    announced_at: z.string(),
  }),
  async run(context, { alert, recipient, ...letter }): Promise<void> {
    const content = await composeAlert(context, alert);
    if (!content) return;
    const to = { name: '', address: recipient };
    await sendLetter(context, { ...letter, order_id: null, template: alert, to, content });
  },
});

/** What an alert says now; undefined when nothing is so any more. Throws `invalid_input` when there is no such alert. */
export async function composeAlert(context: Context, code: string): Promise<MailContent | undefined> {
  const alert = findAlert(code);
  if (!alert) throw new Refusal('invalid_input', `There is no alert "${code}".`);
  const facts = await alert.find(context);
  return facts.length > 0 ? alertContent(alert, facts) : undefined;
}
