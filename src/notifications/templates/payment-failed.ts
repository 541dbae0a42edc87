import { amounts, letter, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const paymentFailed: MailTemplate = {
  code: 'payment-failed',
  content: (mail, say) => {
    const words = say.mails.failed;
    const why = words.reasons[mail.failure ?? ''] ?? words.declined;
    return letter(mail, say, {
      words,
      blocks: [paragraph(words.body(mail.order_number, why)), paragraph(words.again), amounts(mail, say)],
    });
  },
  sample: sampleMail({ failure: 'expired' }),
};
