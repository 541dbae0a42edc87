import { contents, letter, type MailTemplate, paragraph, sampleMail, sampleShipment } from '../order-mail.ts';

export const orderDelivered: MailTemplate = {
  code: 'order-delivered',
  content: (mail, say) => {
    const { carrier, tracking_number, items } = mail.shipment ?? sampleShipment;
    const words = say.mails.delivered;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(
          tracking_number === null
            ? words.plain(mail.order_number)
            : words.body(mail.order_number, carrier, tracking_number),
        ),
        contents(words.held, items),
        { kind: 'button', text: say.words.seeOrder, url: mail.track_url },
        paragraph(words.complain),
      ],
    });
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
