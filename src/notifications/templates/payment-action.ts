import { amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const paymentAction: MailTemplate = {
  code: 'payment-action',
  content: (mail) => ({
    subject: `Please approve the payment of your order ${mail.order_number}`,
    title: 'Your payment waits for you',
    blocks: [
      hello(mail),
      paragraph(
        `your bank wants you to approve the payment of your order ${mail.order_number}. We keep the goods for you for a while; after that the order ends by itself and nothing is taken.`,
      ),
      { kind: 'button', text: 'Approve the payment', url: mail.action_url ?? mail.track_url },
      amounts(mail),
    ],
  }),
  sample: sampleMail({ action_url: 'https://bank.example/approve/123' }),
};
