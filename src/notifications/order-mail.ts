/** What mails about orders are made from, and the parts they share. */
import type { Language } from '../languages/index.ts';
import { showMoney } from '../lib/money.ts';
import type { Block, MailContent } from './layout.ts';

/** An order in the words of a mail. Money is in minor units of `currency`. */
export interface OrderMail {
  readonly order_number: string;
  readonly customer_name: string;
  readonly currency: string;
  readonly items: readonly { readonly name: string; readonly quantity: number; readonly line_total: number }[];
  readonly subtotal: number;
  readonly shipping_total: number;
  readonly tax_total: number;
  readonly total: number;
  readonly address: readonly string[];
  /** The page that shows where the order is, without a login. */
  readonly track_url: string;
  /** The parcel the mail is about. */
  readonly shipment?: {
    /** By name. */
    readonly carrier: string;
    /** Null where it has none; the code of a parcel that is collected. */
    readonly tracking_number: string | null;
    /** How it goes, where no carrier takes it. */
    readonly by_hand?: 'pickup' | 'letter' | 'own' | undefined;
    readonly tracking_url: string | null;
    readonly items: readonly { readonly name: string; readonly quantity: number }[];
  };
  readonly cancelled?: {
    /** Only some lines were; the rest of the order goes on. */
    readonly partly: boolean;
    /** Why, where somebody has said it. */
    readonly reason?: string | undefined;
    /** Which lines, where only some were. */
    readonly lines?: readonly string[] | undefined;
    readonly refund?: { readonly amount: number; readonly done: boolean; readonly released: boolean };
  };
  readonly failure?: string;
  /** The refund the mail is about. */
  readonly refund?: { readonly amount: number; readonly done: boolean; readonly reason: string };
  /** Where the customer approves the payment. */
  readonly action_url?: string;
}

export interface MailTemplate {
  readonly code: string;
  content(mail: OrderMail, say: Language): MailContent;
  /** For previews and tests. */
  readonly sample: OrderMail;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** What every mail has: a subject and a title of its own, a greeting, and then what it says. */
export const letter = (
  { order_number, customer_name }: OrderMail,
  { words }: Language,
  {
    words: { subject, title },
    blocks,
  }: {
    readonly words: { readonly subject: (order: string) => string; readonly title: string };
    readonly blocks: readonly Block[];
  },
): MailContent => ({
  subject: subject(order_number),
  title,
  blocks: [paragraph(words.hello(customer_name)), ...blocks],
});

/** Amounts of a currency as the language writes them. */
export const moneyIn =
  ({ formats }: Language, currency: string) =>
  (minor: number): string =>
    showMoney(minor, currency, formats.money);

/** Every line with its price, then the totals. */
export const amounts = (mail: OrderMail, say: Language): Block => {
  const money = moneyIn(say, mail.currency);
  return {
    kind: 'rows',
    rows: [
      ...mail.items.map(({ name, quantity, line_total }) => ({
        name: `${quantity} × ${name}`,
        value: money(line_total),
      })),
      { name: say.words.shipping, value: money(mail.shipping_total) },
      ...(mail.tax_total > 0 ? [{ name: say.words.tax, value: money(mail.tax_total) }] : []),
      { name: say.words.total, value: money(mail.total), strong: true },
    ],
  };
};

export const address = (mail: OrderMail, { words }: Language): Block => ({
  kind: 'lines',
  title: words.shippingTo,
  lines: mail.address,
});

/** What is in a parcel. */
export const contents = (title: string, items: NonNullable<OrderMail['shipment']>['items']): Block => ({
  kind: 'lines',
  title,
  lines: items.map(({ name, quantity }) => `${quantity} × ${name}`),
});

/** A mail that says one thing of a parcel on its way. */
export function parcelNews(mail: OrderMail, say: Language, news: Language['mails']['arriving']): MailContent {
  const { carrier, tracking_number } = mail.shipment ?? sampleShipment;
  return letter(mail, say, {
    words: news,
    blocks: [
      paragraph(news.body(mail.order_number, carrier, tracking_number ?? '')),
      { kind: 'button', text: say.words.trackParcel, url: mail.track_url },
    ],
  });
}

const sample: OrderMail = {
  order_number: 'ORD-7K2M-X9QD4',
  customer_name: 'Zoë <Müller>',
  currency: 'EUR',
  items: [
    { name: 'Coffee mug "Classic"', quantity: 2, line_total: 2500 },
    { name: 'Tea & tin', quantity: 1, line_total: 899 },
  ],
  subtotal: 3399,
  shipping_total: 500,
  tax_total: 646,
  total: 4545,
  address: ['Zoë <Müller>', 'Hauptstraße 1', '10115 Berlin', 'DE'],
  track_url: 'https://shop.example/track/AZ4h8kqQ',
};

/** The sample order, with what a template needs besides. */
export const sampleMail = (more: Partial<OrderMail> = {}): OrderMail => ({ ...sample, ...more });

export const sampleShipment: NonNullable<OrderMail['shipment']> = {
  carrier: 'UPS',
  tracking_number: '1Z999AA10123456784',
  tracking_url: 'https://www.ups.com/track?tracknum=1Z999AA10123456784&loc=en',
  items: [{ name: 'Coffee mug "Classic"', quantity: 2 }],
};
