/** The page the mails link to: no login, no script, and nothing on it that a stranger should not see. */
import { expect } from 'chai';
import { encodeTime } from '../../src/database/table.ts';
import { DAY, type Instant, MINUTE } from '../../src/lib/time.ts';
import { checkoutBody } from '../setup/api.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';
import { checkout, TRACKING } from './refusals/scenario.ts';

describe('the tracking page', () => {
  const api = useApi(ENGINES[0] as Engine, { ORDERS_PUBLIC_URL: 'https://shop.test' });
  beforeEach(() => api().world.product('MUG'));

  const linkIn = async (subject: RegExp): Promise<string> => {
    const mail = (await api().world.mails()).find((candidate) => subject.test(candidate.subject ?? ''));
    const link = /https:\/\/shop\.test(\/track\/[\w-]+)/.exec(mail?.text ?? '')?.[1];
    expect(mail?.html).to.include(link);
    return link as string;
  };

  async function shipOne(): Promise<void> {
    const { id } = (await checkout()(api())).body;
    await api().clerk('POST', `/orders/admin/${id}/fulfill`, TRACKING);
    await api().world.work();
  }

  it('is behind the link of the shipping mail, and follows the parcel to the door', async () => {
    await shipOne();
    const link = await linkIn(/on its way/);
    const { status, text, headers } = await api().nobody('GET', link);
    expect(status).to.equal(200);
    expect(text)
      .to.include('Your order is on its way')
      .and.include(TRACKING.tracking_number)
      .and.include('1 × Product MUG');
    expect(headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('cache-control')).to.equal('no-store');
    api().world.pass(30 * MINUTE);
    await api().world.work();
    expect((await api().nobody('GET', link)).text).to.include('Your order has arrived');
  });

  it('is in the language of the order, to the last word', async () => {
    const { id } = (await checkout({ locale: 'de' })(api())).body;
    await api().clerk('POST', `/orders/admin/${id}/fulfill`, TRACKING);
    await api().world.work();
    const { text } = await api().nobody('GET', await linkIn(/ist unterwegs/));
    expect(text).to.include('<html lang="de">').and.include('Ihre Bestellung ist unterwegs');
    // But for what the carrier itself says.
    const words = text.replace(/<style>.*?<\/style>|<ul class="plain">.*?<\/ul>/gs, '').replace(/<[^>]+>/g, ' ');
    expect(words).to.not.match(/\b(your|order|parcel|shipped|carrier|skip|expected)\b/i);
  });

  it('shows no name, no address, no price, and loads nothing', async () => {
    await shipOne();
    const { text } = await api().nobody('GET', await linkIn(/on its way/));
    expect(text).to.not.match(/Ann Example|Hauptstra|10115|example\.org|€|1[0-9]\.\d\d EUR/);
    expect(text).to.not.match(/<(script|img|iframe|link)\b/);
    expect(text)
      .to.match(/<main id="main">/)
      .and.match(/<html lang="en">/);
  });

  it('is the same for every repeat of a mail, and worthless after its time or when changed', async () => {
    await shipOne();
    const link = await linkIn(/on its way/);
    const last = link.at(-1) === 'A' ? 'B' : 'A';
    expect((await api().nobody('GET', link.slice(0, -1) + last)).status).to.equal(404);
    api().world.pass(181 * DAY);
    const late = await api().nobody('GET', link);
    expect([late.status, late.body.code]).to.deep.equal([404, 'page_not_found']);
  });

  it('of a link that is cut or too old is a calm page in every language, for browsers', async () => {
    const { status, text, headers } = await api().nobody('GET', '/track/x', undefined, {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    });
    expect(status).to.equal(404);
    expect(headers.get('content-type')).to.match(/^text\/html/);
    expect(text).to.include('This link no longer leads').and.include('<section class="card" lang="de">');
  });

  it('leads with the bad news of one of several parcels, and never promises a time gone by', async () => {
    await api().world.product('TEA');
    await api().customer('PUT', '/cart', {
      items: ['MUG', 'TEA'].map((sku) => ({ sku, quantity: 1 })),
    });
    const { id } = (await api().customer('POST', '/orders/checkout', checkoutBody())).body;
    const parcel = (sku: string, tracking_number: string) =>
      api().clerk('POST', `/orders/admin/${id}/fulfill`, { tracking_number, items: [{ sku, quantity: 1 }] });
    await parcel('MUG', 'SBX123456782');
    await parcel('TEA', 'SBX234567896');
    await api().world.work();
    const db = api().world.app.database;
    await db.run("UPDATE shipments SET status = 'exception' WHERE tracking_number = 'SBX123456782'");
    await db.run('UPDATE shipments SET estimated_delivery = ?', [encodeTime('2020-01-01T10:00:00.000Z' as Instant)]);
    const { text } = await api().nobody('GET', await linkIn(/on its way/));
    expect(text).to.include('<h1>Your parcel is held up</h1>').and.not.include('Expected');
  });
});
