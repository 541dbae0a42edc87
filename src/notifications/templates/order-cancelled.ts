import { showMoney } from '../../lib/money.ts';
import { amounts, hello, type MailTemplate, type OrderMail, paragraph, sampleMail } from '../order-mail.ts';

function refundSentence({ cancelled, currency }: OrderMail): string {
  const refund = cancelled?.refund;
  if (!refund) return 'No money had been taken.';
  const amount = showMoney(refund.amount, currency);
  if (refund.released) return `${amount} had only been set aside on your card and has been released.`;
  return refund.done
    ? `We have sent ${amount} back to your card; banks take two to five days to show it.`
    : `${amount} goes back to your card; we keep at it until your bank has it.`;
}

export const orderCancelled: MailTemplate = {
  code: 'order-cancelled',
  content: (mail) => {
    const partly = mail.cancelled?.partly ?? false;
    return {
      subject: partly
        ? `A part of your order ${mail.order_number} was cancelled`
        : `Your order ${mail.order_number} was cancelled`,
      title: partly ? 'A part of your order was cancelled' : 'Your order was cancelled',
      blocks: [
        hello(mail),
        paragraph(
          partly
            ? `we have cancelled a part of your order ${mail.order_number}; the rest is on its way or will be soon.`
            : `your order ${mail.order_number} has been cancelled and nothing more will be shipped.`,
        ),
        paragraph(refundSentence(mail)),
        ...(partly ? [] : [amounts(mail)]),
      ],
    };
  },
  sample: sampleMail({ cancelled: { partly: false, refund: { amount: 4545, done: true, released: false } } }),
};
