import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { updateOrder } from '../../src/changes/update-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { releaseOrder } from '../../src/orders/hold/release-order.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const TRACKING = 'SBX123456782';
const OTHER_TRACKING = 'SBX000000019';

onEveryEngine('fulfilling', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity = 2) => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', quantity) };
  };

  it('ships everything, takes it off the shelf, and tells the customer where it is', async () => {
    const { order } = await bought();
    await world().work();
    const shipped = await fulfillOrder(world().staff, {
      order: order.order_number,
      tracking_number: 'sbx 1234 5678 2',
    });
    expect(shipped).to.include({ status: 'shipped', fulfillment_status: 'fulfilled' });
    expect(shipped.shipments[0]).to.include({ carrier: 'sandbox', tracking_number: TRACKING, status: 'unknown' });
    expect(shipped.shipments[0]?.items).to.deep.equal([{ sku: 'MUG', quantity: 2 }]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 8, reserved: 0 });
    await world().work();
    const mail = (await world().mails()).find(({ subject }) => subject?.includes('on its way'));
    expect(mail?.text).to.include(TRACKING);
    expect(mail?.html).to.include(`/sandbox/parcels/${TRACKING}`);
    await world().expectClean();
  });

  it('ships in as many parcels as it takes', async () => {
    const { order } = await bought(3);
    const one = { order: order.id, items: [{ sku: 'MUG', quantity: 1 }] };
    const first = await fulfillOrder(world().staff, { ...one, tracking_number: TRACKING });
    expect(first).to.include({ status: 'partially_shipped', fulfillment_status: 'partial' });
    const rest = await fulfillOrder(world().staff, { order: order.id, tracking_number: OTHER_TRACKING });
    expect(rest).to.include({ status: 'shipped', fulfillment_status: 'fulfilled' });
    expect(rest.shipments.map(({ items }) => items[0]?.quantity)).to.deep.equal([1, 2]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 7, reserved: 0 });
    await world().expectClean();
  });

  it('is not done twice by a nervous second Enter', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING });
    const again = await refusalOf(fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING }));
    expect(again.code).to.equal('already_shipped_with');
    const other = await refusalOf(fulfillOrder(world().staff, { order: order.id, tracking_number: OTHER_TRACKING }));
    expect(other.message).to.match(/has been shipped already; there is nothing left to ship/);
    expect(await world().count('shipments')).to.equal(1);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 8, reserved: 0 });
  });

  it('refuses what must not ship, and says why', async () => {
    const { ann, order } = await bought();
    const ship = (more: object = {}) =>
      refusalOf(fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING, ...more }));
    expect(await ship({ tracking_number: 'SBX123456783' })).to.include({ code: 'tracking_number_wrong' });
    expect(await ship({ items: [{ sku: 'MUG', quantity: 3 }] })).to.include({ code: 'quantity_unavailable' });
    expect(await ship({ items: [{ sku: 'CUP', quantity: 1 }] })).to.include({ code: 'quantity_unavailable' });
    expect(await ship({ expected_version: order.version - 1 })).to.include({ code: 'stale_version' });
    expect(await ship({ order: 'ORD-0000-00000' })).to.include({ code: 'order_not_found' });
    await cancelOrder(ann.context, { order: order.id });
    expect(await ship()).to.include({ code: 'transition_forbidden' });
    expect(await world().count('shipments')).to.equal(0);
    await world().expectClean();
  });

  it('refuses an order that is not paid', async () => {
    await world().product('MUG');
    const order = await (await world().customer()).buy('MUG', 1, { token: 'tok_requires_action' });
    const refusal = await refusalOf(fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING }));
    expect(refusal.message).to.match(/has not been paid yet/);
  });

  it('refuses a held order until it is released', async () => {
    const { order } = await bought();
    const held = await holdOrder(world().staff, { order: order.id, reason: 'address looks odd' });
    expect(held.held).to.equal(true);
    const ship = () => fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING });
    expect(await refusalOf(ship())).to.include({ code: 'order_held' });
    const released = await releaseOrder(world().staff, { order: order.id });
    expect(released.holds?.[0]).to.include({ reason: 'address looks odd', released_by: 'staff:clerk' });
    expect(await refusalOf(releaseOrder(world().staff, { order: order.id }))).to.include({ code: 'not_held' });
    expect((await ship()).status).to.equal('shipped');
    await world().expectClean();
  });

  it('without a mail sends none', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING, notify: false });
    await world().work();
    expect((await world().mails()).filter(({ subject }) => subject?.includes('on its way'))).to.deep.equal([]);
  });
});

onEveryEngine('refunding', (engine) => {
  const world = useWorld(engine);
  const bought = async () => {
    await world().product('MUG', { price: '10.00' });
    return (await world().customer()).buy('MUG', 2);
  };

  it('gives back a part, then the rest, and never a cent more', async () => {
    const order = await bought();
    const refund = (amount: number) => refundOrder(world().staff, { order: order.id, amount, reason: 'a dent' });
    expect(await refund(700)).to.include({ payment_status: 'partially_refunded', refunded_total: 700 });
    const tooMuch = await refusalOf(refund(1801));
    expect(tooMuch.code).to.equal('refund_too_large');
    expect(tooMuch.facts).to.deep.equal({ asked: 1801, refundable: 1800 });
    expect(await refund(1800)).to.include({ payment_status: 'refunded', refunded_total: 2500 });
    expect(await refusalOf(refund(1))).to.include({ code: 'refund_too_large' });
    await world().expectClean();
  });

  it('is for staff, in whole minor units, with a reason', async () => {
    const order = await bought();
    const ann = await world().customer();
    const wanted = { order: order.id, amount: 100, reason: 'please' };
    expect(await refusalOf(refundOrder(ann.context, wanted))).to.include({ code: 'not_allowed' });
    for (const wrong of [{ amount: 0 }, { amount: 1.5 }, { amount: -5 }, { reason: ' ' }]) {
      expect(await refusalOf(refundOrder(world().staff, { ...wanted, ...wrong }))).to.include({
        code: 'invalid_input',
      });
    }
    expect(await world().count('refunds')).to.equal(0);
  });

  it('of an order without money is refused', async () => {
    await world().product('MUG');
    const order = await (await world().customer()).buy('MUG', 1, { token: 'tok_requires_action' });
    const refusal = await refusalOf(refundOrder(world().staff, { order: order.id, amount: 1, reason: 'x' }));
    expect(refusal.message).to.match(/No money has been taken/);
  });
});

onEveryEngine('changing an order by hand', (engine) => {
  const world = useWorld(engine);
  const bought = async () => {
    await world().product('MUG');
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG') };
  };

  it('moves it as its machine allows, and writes who did it', async () => {
    const { order } = await bought();
    const update = (change: object) => updateOrder(world().staff, { order: order.id, ...change });
    expect((await update({ status: 'processing' })).status).to.equal('processing');
    expect((await update({ status: 'shipped', tracking_number: TRACKING })).status).to.equal('shipped');
    expect((await update({ status: 'delivered' })).fulfillment_status).to.equal('delivered');
    const returned = await update({ status: 'returned', internal_notes: 'came back opened' });
    expect(returned.status).to.equal('returned');
    expect(returned.internal_notes?.map(({ body }) => body)).to.deep.equal(['came back opened']);
    const byHand = returned.timeline.slice(-4) as { kind: string; actor?: string }[];
    expect(byHand.map(({ kind }) => kind)).to.include.members(['order.delivered', 'order.returned', 'order.noted']);
    for (const { actor } of byHand) expect(actor).to.equal('staff:clerk');
    await world().work();
    await world().expectClean();
  });

  it('refuses every move its machine forbids', async () => {
    const { order } = await bought();
    for (const status of ['delivered', 'returned']) {
      const refusal = await refusalOf(updateOrder(world().staff, { order: order.id, status: status as 'delivered' }));
      expect(refusal).to.include({ code: 'transition_forbidden' });
    }
    const shipping = await refusalOf(updateOrder(world().staff, { order: order.id, status: 'shipped' }));
    expect(shipping.message).to.match(/tracking_number: is needed/);
    expect(await refusalOf(updateOrder(world().staff, { order: order.id }))).to.include({ code: 'invalid_input' });
  });

  it('corrects a tracking number, and asks the carrier about the new one', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING });
    const corrected = await updateOrder(world().staff, { order: order.id, tracking_number: OTHER_TRACKING });
    expect(corrected.shipments.map(({ tracking_number }) => tracking_number)).to.deep.equal([OTHER_TRACKING]);
    expect(corrected.shipments[0]?.tracking_url).to.include(OTHER_TRACKING);
    await world().work();
    await world().expectClean();
  });

  it('keeps internal notes from the customer', async () => {
    const { ann, order } = await bought();
    await noteOrder(world().staff, { order: order.id, note: 'rude on the phone' });
    const { getOrder } = await import('../../src/orders/read/get-order.ts');
    expect(JSON.stringify(await getOrder(ann.context, { order: order.id }))).to.not.include('rude');
  });
});
