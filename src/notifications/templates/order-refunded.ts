import { showMoney } from '../../lib/money.ts';
import { hello, type MailTemplate, paragraph, sampleMail } from '../order-mail.ts';

export const orderRefunded: MailTemplate = {
  code: 'order-refunded',
  content: (mail) => {
    const { amount, done, reason } = mail.refund ?? { amount: 0, done: false, reason: '' };
    const sum = showMoney(amount, mail.currency);
    return {
      subject: `Money back for your order ${mail.order_number}`,
      title: 'You get money back',
      blocks: [
        hello(mail),
        paragraph(
          done
            ? `we have sent ${sum} of your order ${mail.order_number} back to you; banks take two to five days to show it.`
            : `${sum} of your order ${mail.order_number} goes back to you; we keep at it until your bank has it.`,
        ),
        ...(reason ? [paragraph(`The reason: ${reason}.`)] : []),
        { kind: 'button', text: 'See your order', url: mail.track_url },
      ],
    };
  },
  sample: sampleMail({ refund: { amount: 1250, done: true, reason: 'a cup arrived broken' } }),
};
