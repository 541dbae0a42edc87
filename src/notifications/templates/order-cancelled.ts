import type { Language } from '../../languages/index.ts';
import { amounts, letter, type MailTemplate, moneyIn, type OrderMail, paragraph, sampleMail } from '../order-mail.ts';

function refundSentence({ cancelled, currency }: OrderMail, say: Language): string {
  const refund = cancelled?.refund;
  const { noMoney, released, refunded, refunding } = say.mails.cancelled;
  if (!refund) return noMoney;
  const amount = moneyIn(say, currency)(refund.amount);
  if (refund.released) return released(amount);
  return refund.done ? refunded(amount) : refunding(amount);
}

export const orderCancelled: MailTemplate = {
  code: 'order-cancelled',
  content: (mail, say) => {
    const { partly = false, lines = [] } = mail.cancelled ?? {};
    const words = partly ? say.mails.partlyCancelled : say.mails.cancelled;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(words.body(mail.order_number)),
        ...(mail.cancelled?.reason ? [paragraph(say.mails.cancelled.reason(mail.cancelled.reason))] : []),
        ...(lines.length > 0 ? [{ kind: 'lines' as const, title: say.mails.partlyCancelled.lines, lines }] : []),
        paragraph(refundSentence(mail, say)),
        ...(partly ? [] : [amounts(mail, say)]),
        { kind: 'button', text: say.words.seeOrder, url: mail.track_url },
      ],
    });
  },
  sample: sampleMail({ cancelled: { partly: false, refund: { amount: 4545, done: true, released: false } } }),
};
