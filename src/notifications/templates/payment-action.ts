import { amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const paymentAction: MailTemplate = {
  code: 'payment-action',
  content: (mail, say) => {
    const { subject, title, body, approve } = say.mails.action;
    return {
      subject: subject(mail.order_number),
      title,
      blocks: [
        hello(mail, say),
        paragraph(body(mail.order_number)),
        { kind: 'button', text: approve, url: mail.action_url ?? mail.track_url },
        amounts(mail, say),
      ],
    };
  },
  sample: sampleMail({ action_url: 'https://bank.example/approve/123' }),
};
