import { letter, type MailTemplate, moneyIn, paragraph, sampleMail } from '../order-mail.ts';

export const orderRefunded: MailTemplate = {
  code: 'order-refunded',
  content: (mail, say) => {
    const { amount, done, reason } = mail.refund ?? { amount: 0, done: false, reason: '' };
    const sum = moneyIn(say, mail.currency)(amount);
    const words = say.mails.refunded;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph((done ? words.done : words.underWay)(mail.order_number, sum)),
        ...(reason ? [paragraph(words.reason(reason))] : []),
        { kind: 'button', text: say.words.seeOrder, url: mail.track_url },
      ],
    });
  },
  sample: sampleMail({ refund: { amount: 1250, done: true, reason: 'a cup arrived broken' } }),
};
