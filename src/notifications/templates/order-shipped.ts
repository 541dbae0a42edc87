import { address, hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderShipped: MailTemplate = {
  code: 'order-shipped',
  content: (mail) => {
    const { carrier, tracking_number, tracking_url, items } = mail.shipment ?? sampleShipment;
    return {
      subject: `Your order ${mail.order_number} is on its way`,
      title: 'Your parcel is on its way',
      blocks: [
        hello(mail),
        paragraph(
          `we have handed your order ${mail.order_number} to ${carrier}. The tracking number is ${tracking_number}.`,
        ),
        { kind: 'button', text: 'Track your parcel', url: mail.track_url },
        ...(tracking_url ? [{ kind: 'lines', title: `At ${carrier}`, lines: [tracking_url] } as const] : []),
        { kind: 'lines', title: 'In this parcel', lines: items.map(({ name, quantity }) => `${quantity} × ${name}`) },
        address(mail),
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
