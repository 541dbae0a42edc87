import { contents, hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderDelivered: MailTemplate = {
  code: 'order-delivered',
  content: (mail, say) => {
    const { carrier, tracking_number, items } = mail.shipment ?? sampleShipment;
    const { subject, title, body, held, complain } = say.mails.delivered;
    return {
      subject: subject(mail.order_number),
      title,
      blocks: [
        hello(mail, say),
        paragraph(body(mail.order_number, carrier, tracking_number)),
        contents(held, items),
        { kind: 'button', text: say.words.seeOrder, url: mail.track_url },
        paragraph(complain),
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
