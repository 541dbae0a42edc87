import { address, amounts, letter, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const orderConfirmation: MailTemplate = {
  code: 'order-confirmation',
  content: (mail, say) => {
    const words = say.mails.confirmation;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(words.body(mail.order_number)),
        amounts(mail, say),
        { kind: 'button', text: words.follow, url: mail.track_url },
        address(mail, say),
      ],
    });
  },
  sample: sampleMail(),
};
