import { hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const parcelArriving: MailTemplate = {
  code: 'parcel-arriving',
  content: (mail) => {
    const { carrier, tracking_number } = mail.shipment ?? sampleShipment;
    return {
      subject: `Your order ${mail.order_number} arrives today`,
      title: 'Your parcel is on the van',
      blocks: [
        hello(mail),
        paragraph(`${carrier} has parcel ${tracking_number} of your order ${mail.order_number} out for delivery.`),
        { kind: 'button', text: 'Track your parcel', url: mail.track_url },
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
