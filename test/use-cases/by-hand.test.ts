/** Ways to the customer without a tracking number: collected, as a letter, driven there by the shop. */
import { expect } from 'chai';
import { updateOrder } from '../../src/changes/update-order.ts';
import { EXIT } from '../../src/errors.ts';
import { collectOrder } from '../../src/fulfillment/collect-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { undoShipment } from '../../src/fulfillment/undo-shipment.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('an order without a tracking number', (engine) => {
  const world = useWorld(engine);
  const bought = async (locale?: string) => {
    await world().product('MUG');
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', 1, { locale }) };
  };
  const mailAfter = async () => {
    world().pass(2 * MINUTE);
    await world().work();
    return (await world().mails()).at(-1);
  };

  it('waits to be collected, is handed over against the code of its mail and no other, and has arrived', async () => {
    const { ann, order } = await bought('de');
    const { shipments, status } = await fulfillOrder(world().staff, { order: order.id, method: 'pickup' });
    const code = String(shipments[0]?.tracking_number);
    expect([status, shipments[0]?.status]).to.deep.equal(['shipped', 'available_for_pickup']);
    const mail = await mailAfter();
    expect(mail?.subject).to.match(/liegt zur Abholung bereit/);
    expect(mail?.text).to.include(code);
    const other = code === 'AAAAAA' ? 'CCCCCC' : 'AAAAAA';
    const wrong = await refusalOf(collectOrder(world().staff, { order: order.id, code: other }));
    expect(wrong.code).to.equal('invalid_input');
    const done = await collectOrder(world().staff, { order: order.id, code: ` ${code.toLowerCase()} ` });
    expect(done).to.include({ status: 'delivered', fulfillment_status: 'delivered' });
    const twice = await refusalOf(collectOrder(world().staff, { order: order.id, code }));
    expect(twice.message).to.include('waits to be collected');
    const seen = await getOrder(ann.context, { order: order.id });
    expect(seen.timeline.map(({ kind }) => kind)).to.include('shipment.collected');
    expect(JSON.stringify(seen.timeline)).to.not.include(code);
    await mailAfter();
    await world().expectClean();
  });

  for (const [method, says] of [
    ['letter', /as a letter/],
    ['own', /bring it to you ourselves/],
  ] as const) {
    it(`goes as ${method}: nobody is asked about it, and its mails invent no number`, async () => {
      const { order } = await bought();
      const { shipments } = await fulfillOrder(world().staff, { order: order.id, method });
      expect(shipments[0]).to.include({ carrier: method, tracking_number: null, status: 'in_transit' });
      expect((await mailAfter())?.text).to.match(says);
      const { version } = await getOrder(world().staff, { order: order.id });
      await updateOrder(world().staff, { order: order.id, status: 'delivered', expected_version: version });
      expect((await mailAfter())?.text)
        .to.include('a parcel of your order')
        .and.not.match(/null|undefined/);
      await world().expectClean();
    });
  }

  it('is never asked about, however often the worker looks', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, method: 'pickup' });
    for (let day = 0; day < 3; day++) {
      world().pass(24 * 60 * MINUTE);
      await world().work();
    }
    expect((await getOrder(world().staff, { order: order.id })).status).to.equal('shipped');
  });

  it('takes no number for a code: ways by hand are no carriers', async () => {
    const { order } = await bought();
    for (const wrong of [
      { tracking_number: 'SBX123456782', carrier: 'pickup' },
      { method: 'letter', carrier: 'dhl' },
    ] as const) {
      expect((await refusalOf(fulfillOrder(world().staff, { order: order.id, ...wrong }))).code).to.be.oneOf([
        'tracking_number_wrong',
        'invalid_input',
      ]);
    }
    const both = await orders(world(), `admin fulfill ${order.order_number} -t SBX123456782 --method letter`);
    expect([both.code, both.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.usage && /has no number/.test(text),
    );
  });

  it('is taken back as any other', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, method: 'letter' });
    const back = await undoShipment(world().staff, { order: order.id });
    expect(back.shipments).to.deep.equal([]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 1 });
  });

  it('needs a number or a way, and not both', async () => {
    const { order } = await bought();
    for (const more of [{}, { method: 'letter', tracking_number: 'SBX123456782' }] as const) {
      const refusal = await refusalOf(fulfillOrder(world().staff, { order: order.id, ...more }));
      expect(refusal.message).to.match(/tracking_number: is needed, or a method \(pickup, letter, own\)/);
    }
  });

  it('is worked at the counter with ready and collect', async () => {
    const { order } = await bought();
    const ready = await orders(world(), `admin ready ${order.order_number}`);
    const code = /code (\w{6})/.exec(ready.stdout)?.[1];
    expect((await orders(world(), `admin find ${code}`)).stdout).to.include(order.order_number);
    expect((await orders(world(), `admin collect ${order.order_number} --code nope`)).code).to.equal(EXIT.usage);
    expect((await orders(world(), `admin collect ${order.order_number} --code ${code}`)).stdout).to.include(
      'handed over',
    );
    const letter = (await bought()).order.order_number;
    expect((await orders(world(), `admin fulfill ${letter} --no-tracking`)).stderr).to.include('--method pickup');
    const sent = await orders(world(), `admin fulfill ${letter} --no-tracking --method letter`);
    expect(sent.stdout).to.match(/shipped[\s\S]*letter: 1 × MUG/);
  });
});
