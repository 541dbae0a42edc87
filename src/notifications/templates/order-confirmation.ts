import { address, amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const orderConfirmation: MailTemplate = {
  code: 'order-confirmation',
  content: (mail, say) => {
    const { subject, title, body, follow } = say.mails.confirmation;
    return {
      subject: subject(mail.order_number),
      title,
      blocks: [
        hello(mail, say),
        paragraph(body(mail.order_number)),
        amounts(mail, say),
        { kind: 'button', text: follow, url: mail.track_url },
        address(mail, say),
      ],
    };
  },
  sample: sampleMail(),
};
