import { amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const paymentFailed: MailTemplate = {
  code: 'payment-failed',
  content: (mail, say) => {
    const { subject, title, body, reasons, declined, again } = say.mails.failed;
    return {
      subject: subject(mail.order_number),
      title,
      blocks: [
        hello(mail, say),
        paragraph(body(mail.order_number, reasons[mail.failure ?? ''] ?? declined)),
        paragraph(again),
        amounts(mail, say),
      ],
    };
  },
  sample: sampleMail({ failure: 'expired' }),
};
