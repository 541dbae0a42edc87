import { hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderDelivered: MailTemplate = {
  code: 'order-delivered',
  content: (mail) => {
    const { carrier, tracking_number, items } = mail.shipment ?? sampleShipment;
    return {
      subject: `Your order ${mail.order_number} has been delivered`,
      title: 'Your parcel has arrived',
      blocks: [
        hello(mail),
        paragraph(`parcel ${tracking_number} of your order ${mail.order_number} has been delivered by ${carrier}.`),
        { kind: 'lines', title: 'It held', lines: items.map(({ name, quantity }) => `${quantity} × ${name}`) },
        { kind: 'button', text: 'See your order', url: mail.track_url },
        paragraph('Is something missing or broken? Answer this mail and we will put it right.'),
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
