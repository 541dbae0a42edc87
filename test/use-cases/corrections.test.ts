/** What was typed wrong is put right: where an order goes, who somebody is. */
import { expect } from 'chai';
import { correctAddress } from '../../src/changes/correct-address.ts';
import { EXIT } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { ADDRESS, refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('a wrong', (engine) => {
  const world = useWorld(engine);
  const bought = async () => {
    await world().product('MUG');
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG') };
  };

  it('address is put right until the parcel leaves, is found by its new street, and stands in no timeline', async () => {
    const { ann, order } = await bought();
    await world().work();
    const shipping_address = { ...ADDRESS, line1: 'Xantener Straße 5' };
    const after = await correctAddress(world().staff, { order: order.id, shipping_address });
    expect(after.shipping_address.line1).to.equal('Xantener Straße 5');
    expect(after.total).to.equal(order.total);
    expect((await orders(world(), 'admin find Xantener')).stdout).to.include(order.order_number);
    expect((await orders(world(), 'admin find Hauptstraße')).code).to.equal(EXIT.ok);
    const seen = await getOrder(ann.context, { order: order.id });
    expect(seen.timeline.map(({ kind }) => kind)).to.include('order.address_corrected');
    expect(JSON.stringify(seen.timeline)).to.not.include('Xantener');
    await fulfillOrder(world().staff, { order: order.id, tracking_number: 'SBX123456782' });
    const elsewhere = { ...shipping_address, line1: 'Yorckstraße 1' };
    const late = await refusalOf(correctAddress(world().staff, { order: order.id, shipping_address: elsewhere }));
    expect(late.message).to.match(/its parcel has an address already/);
    await world().work();
    await world().expectClean();
  });

  it('country is not: tax and shipping were reckoned for it', async () => {
    const { order } = await bought();
    const shipping_address = { ...ADDRESS, country: 'FR', postal_code: '75001' };
    const refusal = await refusalOf(correctAddress(world().staff, { order: order.id, shipping_address }));
    expect(refusal.message).to.match(/country stays DE.*ordered anew/);
  });

  it('address is put right in the terminal, field by field, after a look', async () => {
    const { order } = await bought();
    const { stdout, stderr } = await orders(world(), [
      ...['admin', 'address', order.order_number, '--city', 'Potsdam', '--postal-code', '14467', '--yes'],
    ]);
    expect(stderr).to.include('would go to: Ann Example, Hauptstraße 1, 14467, Potsdam, DE');
    expect(stdout).to.include('address corrected');
    expect((await orders(world(), `admin address ${order.order_number}`)).code).to.equal(EXIT.usage);
  });

  it('mail address is put right, for what is still to be sent too, and is never somebody else’s', async () => {
    const { order } = await bought();
    const { email } = order.customer;
    const other = (await bought()).order.customer.email;
    expect((await orders(world(), `users update ${email} --email ${other}`)).stderr).to.include('somebody else’s');
    const right = await orders(world(), [
      'users',
      'update',
      email,
      '--email',
      'right@example.org',
      '--name',
      'Ann Right',
    ]);
    expect(right.stdout).to.include('Ann Right <right@example.org>');
    await world().work();
    const to = (await world().mails()).map((mail) => JSON.stringify(mail.to));
    expect(to.some((text) => text.includes('right@example.org'))).to.equal(true);
    expect(to.some((text) => text.includes(email))).to.equal(false);
  });
});
