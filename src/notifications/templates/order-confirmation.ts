import { address, amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const orderConfirmation: MailTemplate = {
  code: 'order-confirmation',
  content: (mail) => ({
    subject: `Your order ${mail.order_number} is confirmed`,
    title: 'Thank you for your order',
    blocks: [
      hello(mail),
      paragraph(
        `we have your order ${mail.order_number} and your payment, and are getting it ready. You will hear from us when it ships.`,
      ),
      amounts(mail),
      { kind: 'button', text: 'Follow your order', url: mail.track_url },
      address(mail),
    ],
  }),
  sample: sampleMail(),
};
