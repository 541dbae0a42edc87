import { address, contents, letter, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderShipped: MailTemplate = {
  code: 'order-shipped',
  content: (mail, say) => {
    const { carrier, tracking_number, tracking_url, items } = mail.shipment ?? sampleShipment;
    const words = say.mails.shipped;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(words.body(mail.order_number, carrier, tracking_number)),
        { kind: 'button', text: say.words.trackParcel, url: mail.track_url },
        ...(tracking_url ? [{ kind: 'lines', title: words.atCarrier(carrier), lines: [tracking_url] } as const] : []),
        contents(words.inside, items),
        address(mail, say),
      ],
    });
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
