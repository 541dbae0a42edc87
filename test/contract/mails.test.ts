/** What every mail promises: its own words in HTML and in text, and nothing of a customer's that is taken for HTML. */
import { expect } from 'chai';
import { LANGUAGES, languageOf } from '../../src/languages/index.ts';
import { alertContent } from '../../src/messages/alerts/alert.ts';
import { ALERTS, findAlert } from '../../src/messages/alerts/index.ts';
import { renderHtml, renderText } from '../../src/notifications/layout.ts';
import type { OrderMail } from '../../src/notifications/order-mail.ts';
import { MAIL_TEMPLATES } from '../../src/notifications/templates/index.ts';
import { NAMELESS } from '../setup/identity.ts';

const en = languageOf('en');
const EVIL = '<script>alert("x")</script>&';
const ORDER: OrderMail = {
  order_number: 'ORD-7K2M-X9QD4',
  customer_name: `Ann ${EVIL}`,
  currency: 'EUR',
  items: [{ name: `Mug ${EVIL}`, quantity: 2, line_total: 2500 }],
  subtotal: 2500,
  shipping_total: 500,
  tax_total: 475,
  total: 3475,
  address: [`Ann ${EVIL}`, 'Hauptstraße 1', '10115 Berlin', 'DE'],
  track_url: 'https://shop.test/track/token',
  shipment: {
    carrier: 'ups',
    tracking_number: '1Z999AA10123456784',
    tracking_url: 'https://carrier.test/track?n=1Z999AA10123456784',
    items: [{ name: `Mug ${EVIL}`, quantity: 2 }],
  },
  cancelled: { partly: false, refund: { amount: 3475, done: true, released: false } },
  failure: 'card_declined',
};

/** Words of the English mails that no other language has. */
const ENGLISH = /\b(your|order|parcel|payment|shipping|hello|with|cancelled)\b/i;

for (const [name, template] of Object.entries(MAIL_TEMPLATES)) {
  for (const language of LANGUAGES) {
    describe(`the mail ${name} (${language.name})`, () => {
      const content = template.content(ORDER, language);
      const [html, text] = [
        renderHtml(content, { language: language.code, shop: NAMELESS }),
        renderText(content, NAMELESS),
      ];

      it('names the order in its subject and says it in HTML and in text', () => {
        expect(content.subject).to.include('ORD-7K2M-X9QD4');
        expect(content.subject).to.not.match(/[\r\n<>]/);
        for (const body of [html, text]) expect(body).to.include('ORD-7K2M-X9QD4');
      });

      it('takes nothing for HTML that a customer wrote', () => {
        expect(html).to.not.include('<script>');
        expect(text).to.not.match(/<(table|p|div|html)/);
      });

      it('is a whole page that loads nothing from elsewhere', () => {
        expect(html).to.match(/^<!doctype html>/i);
        expect(html).to.include(`lang="${language.code}"`);
        expect(html).to.not.match(/<(img|link|script|iframe)\b/i);
      });

      it('leaves no gaps where something is missing', () => {
        const bare = template.content(
          { ...ORDER, shipment: undefined, cancelled: undefined, failure: undefined },
          language,
        );
        for (const body of [renderHtml(bare, { language: 'en', shop: NAMELESS }), renderText(bare, NAMELESS)])
          expect(body).to.not.match(/undefined|null|NaN|\[object/);
      });

      it('is in one language', () => {
        if (language === en) expect(text).to.match(ENGLISH);
        else expect(content.subject + text).to.not.match(ENGLISH);
      });
    });
  }
}

for (const alert of ALERTS) {
  describe(`the mail to staff ${alert.code}`, () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ subject: `${at}`, name: `${at} ${EVIL}`, value: EVIL }));

    it('says how many there are, names thirty, and what to type', () => {
      const content = alertContent(alert, many);
      const [html, text] = [renderHtml(content, { language: 'en', shop: NAMELESS }), renderText(content, NAMELESS)];
      expect(content.subject).to.match(/^40 /);
      expect(html).to.not.include('<script>');
      expect(text).to.include('29 <script>').and.not.include('30 <script>');
      expect(text)
        .to.include('and 10 more')
        .and.match(/What to type:\n {2}orders /);
    });

    it('has a sample', () => {
      expect(renderText(alertContent(alert, alert.sample), NAMELESS)).to.include(alert.sample[0]?.name);
      expect(findAlert(alert.code)).to.equal(alert);
    });
  });
}

describe('the mails that matter most', () => {
  it('tell where the parcel is', () => {
    const content = MAIL_TEMPLATES['order-shipped'].content(ORDER, en);
    for (const body of [renderHtml(content, { language: 'en', shop: NAMELESS }), renderText(content, NAMELESS)]) {
      expect(body).to.include('1Z999AA10123456784');
      expect(body).to.include('https://carrier.test/track');
      expect(body).to.include('https://shop.test/track/token');
    }
  });

  it('tell what becomes of the money', () => {
    const say = (cancelled: OrderMail['cancelled']) =>
      renderText(MAIL_TEMPLATES['order-cancelled'].content({ ...ORDER, cancelled }, en), NAMELESS);
    expect(say({ partly: false, refund: { amount: 3475, done: true, released: false } })).to.match(/€34\.75/);
    expect(say({ partly: false, refund: { amount: 3475, done: false, released: false } })).to.match(/€34\.75/);
    expect(say({ partly: false })).to.not.match(/€34\.75 (goes|went|is on)/);
  });
});
