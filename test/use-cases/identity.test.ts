/** Who the shop is: on mails, pages and papers, and nowhere as "Orders". */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { EXIT } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { trackPage } from '../../src/http/pages/track-page.ts';
import { identityOf } from '../../src/lib/shop-identity.ts';
import { openTrackLink, trackLink } from '../../src/tracking/track-link.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { IDENTITY_SETTINGS } from '../setup/identity.ts';
import { orders } from '../setup/terminal.ts';
import { ADDRESS, useWorld } from '../setup/world.ts';

describe('a shop with a name', () => {
  const world = useWorld(ENGINES[0] as Engine, IDENTITY_SETTINGS);
  const buy = async (quantity = 1) => {
    await world().product('MUG');
    return (await world().customer()).buy('MUG', quantity);
  };

  it('signs its mails with name, address, contact and imprint, escaped, and paints its buttons readably', async () => {
    await buy();
    await world().work();
    const [mail] = await world().mails();
    for (const part of ['Tee & Tassen', 'Hafenstraße 7', 'help@tee.example', 'HRB 12345'])
      expect(mail?.text).to.include(part);
    expect(mail?.html).to.include('Tee &amp; Tassen GmbH').and.include('background:#ffcc00;color:#000000');
  });

  it('says in the mail of a part that was cancelled which, why, and where to look', async () => {
    const order = await buy(3);
    await cancelOrder(world().staff, {
      order: order.id,
      items: [{ sku: 'MUG', quantity: 1 }],
      reason: 'one is broken',
    });
    await world().work();
    const mail = (await world().mails()).find(({ subject }) => subject?.startsWith('A part of'));
    expect(mail?.text).to.match(/The reason: one is broken\.[\s\S]*Cancelled:\n {2}1 × Product MUG[\s\S]*\/track\//);
    expect(mail?.text).to.not.include('on its way');
  });

  it('does not tell its customer that nobody gave a reason', async () => {
    const order = await buy();
    await cancelOrder(world().staff, { order: order.id });
    await world().work();
    const mail = (await world().mails()).find(({ subject }) => subject?.includes('was cancelled'));
    expect(mail?.text).to.not.include('reason');
  });

  it('has its name and contact on the tracking page, which loads nothing from elsewhere', async () => {
    const order = await buy();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: 'SBX123456782' });
    const token = trackLink(world().system, order.id, world().system.now()).split('/').at(-1) as string;
    const anybody = { ...world().system, actor: { kind: 'anonymous', name: 'x' } as const };
    const { body, headers } = trackPage(await openTrackLink(anybody, { token }), identityOf(world().system.settings));
    expect(body).to.include('Tee &amp; Tassen').and.include('help@tee.example');
    expect(String((headers as Record<string, string>)['content-security-policy'])).to.include("default-src 'none'");
  });

  it('is the sender on its slips', async () => {
    const order = await buy();
    expect((await orders(world(), ['admin', 'slip', order.order_number])).stdout).to.include('Hafenstraße 7');
    const file = join(world().folder, 'slip.pdf');
    await orders(world(), ['admin', 'slip', order.order_number, '--out', file]);
    if (!existsSync('/usr/bin/pdftotext')) return;
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }))
      .to.include('Tee & Tassen')
      .and.include('Germany');
  });

  it('is told, order by order, which letters none of its fonts has', async () => {
    await world().product('MUG');
    const shipping_address = { ...ADDRESS, name: '佐藤 太郎' };
    const { order_number } = await (await world().customer()).buy('MUG', 1, { shipping_address });
    const other = await buy();
    const file = join(world().folder, 'slips.pdf');
    const { code, stderr } = await orders(world(), ['admin', 'slip', order_number, other.order_number, '--out', file]);
    expect(code).to.equal(EXIT.partial);
    expect(stderr).to.match(new RegExp(`${order_number}: no font here writes 佐藤太郎; .*ORDERS_PDF_FONT`));
    expect(stderr).to.not.include(other.order_number);
  });

  it('prints the slip of one parcel: what is in it, and no more', async () => {
    const order = await buy(3);
    const items = [{ sku: 'MUG', quantity: 1 }];
    await fulfillOrder(world().staff, { order: order.id, tracking_number: 'SBX123456782', items });
    const slip = async (...words: string[]) =>
      (await orders(world(), ['admin', 'slip', order.order_number, ...words])).stdout;
    expect(await slip()).to.match(/ 2 × MUG/);
    expect(await slip('--parcel', 'SBX123456782')).to.match(/parcel SBX123456782[\s\S]* 1 × MUG/);
    const none = await orders(world(), ['admin', 'slip', order.order_number, '--parcel', 'SBX987654328']);
    expect(none.stderr).to.match(/no parcel SBX987654328; it has: SBX123456782/);
  });
});
