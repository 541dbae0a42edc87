import { hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const parcelDelayed: MailTemplate = {
  code: 'parcel-delayed',
  content: (mail) => {
    const { carrier, tracking_number } = mail.shipment ?? sampleShipment;
    return {
      subject: `Your order ${mail.order_number} is held up`,
      title: 'Your parcel is held up',
      blocks: [
        hello(mail),
        paragraph(
          `${carrier} says that parcel ${tracking_number} of your order ${mail.order_number} is held up. We see it too and look after it; there is nothing you have to do.`,
        ),
        { kind: 'button', text: 'Track your parcel', url: mail.track_url },
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
