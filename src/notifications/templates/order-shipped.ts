import type { Block } from '../layout.ts';
import { address, hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderShipped: MailTemplate = {
  code: 'order-shipped',
  content: (mail) => {
    const { carrier, tracking_number, tracking_url, items } = mail.shipment ?? sampleShipment;
    const track: Block = tracking_url
      ? { kind: 'button', text: 'Track your parcel', url: tracking_url }
      : paragraph(`Track it with ${carrier} under ${tracking_number}.`);
    return {
      subject: `Your order ${mail.order_number} is on its way`,
      title: 'Your parcel is on its way',
      blocks: [
        hello(mail),
        paragraph(
          `we have handed your order ${mail.order_number} to ${carrier}. The tracking number is ${tracking_number}.`,
        ),
        track,
        { kind: 'lines', title: 'In this parcel', lines: items.map(({ name, quantity }) => `${quantity} × ${name}`) },
        address(mail),
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
