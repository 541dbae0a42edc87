import type { Language } from '../../languages/index.ts';
import type { Block, MailContent } from '../layout.ts';
import {
  address,
  contents,
  letter,
  type MailTemplate,
  type OrderMail,
  paragraph,
  sampleMail,
  sampleShipment,
} from '../order-mail.ts';

type Shipment = NonNullable<OrderMail['shipment']>;

/** With whom it goes: a carrier and its number, a letter, or the shop itself. */
function wayOf({ order_number }: OrderMail, { mails: { shipped } }: Language, shipment: Shipment): string {
  if (shipment.by_hand === 'letter') return shipped.byLetter(order_number);
  if (shipment.by_hand === 'own') return shipped.byOurselves(order_number);
  return shipped.body(order_number, shipment.carrier, shipment.tracking_number ?? '');
}

function ready(mail: OrderMail, say: Language, { tracking_number, items }: Shipment): MailContent {
  const words = say.mails.ready;
  const code: Block = { kind: 'rows', rows: [{ name: words.code, value: tracking_number ?? '', strong: true }] };
  return letter(mail, say, {
    words,
    blocks: [
      paragraph(words.body(mail.order_number)),
      code,
      contents(say.mails.shipped.inside, items),
      { kind: 'button', text: say.words.seeOrder, url: mail.track_url },
    ],
  });
}

export const orderShipped: MailTemplate = {
  code: 'order-shipped',
  content: (mail, say) => {
    const shipment = mail.shipment ?? sampleShipment;
    if (shipment.by_hand === 'pickup') return ready(mail, say, shipment);
    const { carrier, tracking_url, items } = shipment;
    const words = say.mails.shipped;
    return letter(mail, say, {
      words,
      blocks: [
        paragraph(wayOf(mail, say, shipment)),
        { kind: 'button', text: say.words.trackParcel, url: mail.track_url },
        ...(tracking_url ? [{ kind: 'lines', title: words.atCarrier(carrier), lines: [tracking_url] } as const] : []),
        contents(words.inside, items),
        address(mail, say),
      ],
    });
  },
  sample: sampleMail({ shipment: sampleShipment }),
};
