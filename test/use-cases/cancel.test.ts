import { expect } from 'chai';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { planCancel } from '../../src/changes/plan-cancel.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const TRACKING = 'SBX123456782';

onEveryEngine('cancelling', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity = 3, token?: string) => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', quantity, { token }) };
  };

  it('gives money and stock back, once, and tells the customer', async () => {
    const { ann, order } = await bought();
    const cancelled = await cancelOrder(ann.context, { order: order.id, reason: 'too many mugs' });
    expect(cancelled).to.include({ status: 'cancelled', payment_status: 'refunded', cancel_reason: 'too many mugs' });
    expect(cancelled.refunded_total).to.equal(order.total);
    expect(cancelled.refunds.map(({ status }) => status)).to.deep.equal(['succeeded']);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 0 });
    await world().work();
    const mails = await world().mails();
    const mail = mails.find(({ subject }) => subject?.includes('cancelled'));
    expect(mail?.text).to.match(/35\.00/);
    await world().expectClean();
  });

  it('a second time changes nothing and answers the same', async () => {
    const { ann, order } = await bought();
    const first = await cancelOrder(ann.context, { order: order.id, reason: 'once' });
    const second = await cancelOrder(ann.context, { order: order.id, reason: 'twice' });
    expect(second).to.deep.equal(first);
    expect(await world().count('refunds')).to.equal(1);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 0 });
    await world().work();
    expect((await world().mails()).filter(({ subject }) => subject?.includes('cancelled'))).to.have.length(1);
  });

  it('is refused to a customer once something has shipped, and changes nothing', async () => {
    const { ann, order } = await bought();
    await fulfillOrder(world().staff, {
      order: order.id,
      tracking_number: TRACKING,
      items: [{ sku: 'MUG', quantity: 1 }],
    });
    const refusal = await refusalOf(cancelOrder(ann.context, { order: order.id }));
    expect(refusal.code).to.equal('transition_forbidden');
    expect(refusal.message).to.match(/partially shipped and can no longer be cancelled/);
    expect(await world().count('refunds')).to.equal(0);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 9, reserved: 2 });
    await world().expectClean();
  });

  it('by staff ends a partly shipped order with the lines that are left', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, {
      order: order.id,
      tracking_number: TRACKING,
      items: [{ sku: 'MUG', quantity: 1 }],
    });
    const after = await cancelOrder(world().staff, { order: order.id, reason: 'broken' });
    expect(after).to.include({
      status: 'shipped',
      fulfillment_status: 'fulfilled',
      payment_status: 'partially_refunded',
    });
    expect(after.refunded_total).to.equal(2000);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 9, reserved: 0 });
    await world().expectClean();
  });

  it('of some lines pays back their price and leaves the rest as it was', async () => {
    const { order } = await bought();
    const after = await cancelOrder(world().staff, { order: order.id, items: [{ sku: 'MUG', quantity: 1 }] });
    expect(after).to.include({ status: 'confirmed', payment_status: 'partially_refunded', refunded_total: 1000 });
    expect(after.items[0]).to.include({ quantity: 3, cancelled_quantity: 1 });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 2 });
    const rest = await cancelOrder(world().staff, { order: order.id });
    expect(rest).to.include({ status: 'cancelled', payment_status: 'refunded', refunded_total: order.total });
    await world().expectClean();
  });

  it('without restocking writes the units off', async () => {
    const { order } = await bought();
    await cancelOrder(world().staff, { order: order.id, restock: false });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 7, reserved: 0 });
    await world().expectClean();
  });

  it('can be looked at before it is done', async () => {
    const { order } = await bought();
    const plan = await planCancel(world().staff, { order: order.order_number, items: [{ sku: 'MUG', quantity: 2 }] });
    expect(plan).to.include({ whole: false, refund: 2000 });
    expect(plan.lines).to.deep.equal([{ sku: 'MUG', quantity: 2 }]);
    expect(await world().count('refunds')).to.equal(0);
  });

  it('of a pending payment lets it go when the money comes after all', async () => {
    const { ann, order } = await bought(1, 'tok_requires_action');
    expect(order.status).to.equal('pending');
    await cancelOrder(ann.context, { order: order.id });
    await world().work();
    const [payment] = order.payments;
    expect(
      await world()
        .app.gateways.byCode('sandbox')
        .find(payment?.id ?? ''),
    ).to.include({ status: 'voided' });
    expect((await getOrder(ann.context, { order: order.id })).payment_status).to.equal('voided');
    await world().expectClean();
  });

  it("is nobody's but the customer's own", async () => {
    const { order } = await bought();
    const bob = await world().customer('Bob');
    expect(await refusalOf(cancelOrder(bob.context, { order: order.id }))).to.include({ code: 'order_not_found' });
    const some = cancelOrder((await world().customer()).context, {
      order: order.id,
      items: [{ sku: 'MUG', quantity: 1 }],
    });
    expect(await refusalOf(some)).to.include({ code: 'not_allowed' });
  });

  it('refuses more than is left, and an order somebody has changed', async () => {
    const { order } = await bought();
    const many = cancelOrder(world().staff, { order: order.id, items: [{ sku: 'MUG', quantity: 4 }] });
    expect(await refusalOf(many)).to.include({ code: 'quantity_unavailable' });
    const stale = cancelOrder(world().staff, { order: order.id, expected_version: order.version - 1 });
    expect(await refusalOf(stale)).to.include({ code: 'stale_version' });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 3 });
  });
});

onEveryEngine('cancelling with money taken at shipping', (engine) => {
  const world = useWorld(engine, { ORDERS_CAPTURE: 'fulfill' });

  it('lets the authorized money go', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    const order = await ann.buy('MUG');
    expect(order.payment_status).to.equal('authorized');
    const cancelled = await cancelOrder(ann.context, { order: order.id });
    expect(cancelled).to.include({ status: 'cancelled', payment_status: 'voided', refunded_total: 0 });
    await world().expectClean();
  });

  it('takes what ships and not what was cancelled', async () => {
    await world().product('MUG', { price: '10.00' });
    const order = await (await world().customer()).buy('MUG', 3);
    await cancelOrder(world().staff, { order: order.id, items: [{ sku: 'MUG', quantity: 1 }] });
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING });
    await world().work();
    const after = await getOrder(world().staff, { order: order.id });
    expect(after.payment_status).to.equal('paid');
    expect(after.payments[0]?.captured_amount).to.equal(order.total - 1000);
    await world().expectClean();
  });
});
