/** Our pages in a real browser: they load nothing from elsewhere, break no policy, and work. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { trackLink } from '../../src/tracking/track-link.ts';
import { hasBrowser, openBrowser } from '../setup/browser.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';

// Skipped where no Chromium is installed: nothing else can say what a browser makes of a page.
(hasBrowser ? describe : describe.skip)('in a browser', () => {
  const api = useApi(ENGINES[0] as Engine);
  let browser: Browser;
  let complaints: string[];
  let elsewhere: string[];

  before(async function () {
    this.timeout(60_000);
    browser = await openBrowser();
  });
  after(() => browser?.close());

  async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    complaints = [];
    elsewhere = [];
    const page = await browser.newPage(options);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => request.url().startsWith(api().url) || elsewhere.push(request.url()));
    await page.goto(api().url + path);
    return page;
  }

  it('the tracking page reads well on a phone, without a script', async () => {
    const { world } = api();
    await world.product('MUG');
    const order = await (await world.customer()).buy('MUG');
    await fulfillOrder(world.staff, { order: order.id, tracking_number: 'SBX123456782' });
    const { pathname } = new URL(trackLink(world.staff, order.id, order.placed_at));
    const page = await open(pathname, { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal('Your order is on its way');
    expect(await page.getByRole('main').count()).to.equal(1);
    expect(await page.locator('[aria-current=step]').innerText()).to.include('Handed to the carrier');
    const width = await page.locator('body').evaluate((body: { scrollWidth: number }) => body.scrollWidth);
    expect(width).to.be.at.most(360);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).to.equal('Skip to the content');
    expect([complaints, elsewhere]).to.deep.equal([[], []]);
    await page.close();
  });

  it('a call is tried out in the reference', async function () {
    this.timeout(30_000);
    const { world } = api();
    const token = await world.token((await world.customer()).context, 'customer');
    const page = await open('/docs');
    await page.fill('#token', token);
    await page.click('#getCart > summary');
    await page.click('#getCart .try button');
    const answer = page.locator('#getCart .try pre');
    await answer.getByText('"subtotal": 0').waitFor({ timeout: 5000 });
    expect(await answer.innerText()).to.include('200 OK');
    expect([complaints, elsewhere]).to.deep.equal([[], []]);
    await page.close();
  });
});
