import { amounts, letter, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const paymentAction: MailTemplate = {
  code: 'payment-action',
  content: (mail, say) => {
    const words = say.mails.action;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(words.body(mail.order_number)),
        { kind: 'button', text: words.approve, url: mail.action_url ?? mail.track_url },
        amounts(mail, say),
      ],
    });
  },
  sample: sampleMail({ action_url: 'https://bank.example/approve/123' }),
};
