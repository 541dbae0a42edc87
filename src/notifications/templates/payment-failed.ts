import { amounts, hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

const WHY: Readonly<Record<string, string>> = {
  never_charged: 'the payment never reached the payment provider',
  expired: 'the payment was not approved in time',
  insufficient_funds: 'there was not enough money on the card',
};

export const paymentFailed: MailTemplate = {
  code: 'payment-failed',
  content: (mail) => ({
    subject: `The payment for your order ${mail.order_number} did not go through`,
    title: 'Your payment did not go through',
    blocks: [
      hello(mail),
      paragraph(
        `your order ${mail.order_number} could not be paid: ${WHY[mail.failure ?? ''] ?? 'the payment was declined'}. No money was taken.`,
      ),
      paragraph(
        'What you chose is still in your cart; check out again whenever you like, with the same or another card.',
      ),
      amounts(mail),
    ],
  }),
  sample: sampleMail({ failure: 'expired' }),
};
