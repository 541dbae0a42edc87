import { address, contents, hello, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderShipped: MailTemplate = {
  code: 'order-shipped',
  content: (mail, say) => {
    const { carrier, tracking_number, tracking_url, items } = mail.shipment ?? sampleShipment;
    const { subject, title, body, atCarrier, inside } = say.mails.shipped;
    return {
      subject: subject(mail.order_number),
      title,
      blocks: [
        hello(mail, say),
        paragraph(body(mail.order_number, carrier, tracking_number)),
        { kind: 'button', text: say.words.trackParcel, url: mail.track_url },
        ...(tracking_url ? [{ kind: 'lines', title: atCarrier(carrier), lines: [tracking_url] } as const] : []),
        contents(inside, items),
        address(mail, say),
      ],
    };
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
