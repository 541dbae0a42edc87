/** What has been paid back: once for each unit, to the cent, and its goods stay here. */
import { expect } from 'chai';
import fc from 'fast-check';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { packingOf } from '../../src/fulfillment/packing.ts';
import { planFulfillments } from '../../src/fulfillment/plan-fulfillment.ts';
import { pickWave } from '../../src/fulfillment/waves.ts';
import { showBoard } from '../../src/operations/board.ts';
import { findStuck } from '../../src/operations/stuck.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { setShippingRate, setTaxRate } from '../../src/rates/set-rates.ts';
import { ANY_COUNTRY } from '../../src/rates/store.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const TRACKING = 'SBX123456782';

onEveryEngine('refunding by lines', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity: number, price = '10.00') => {
    await world().product('MUG', { price, stock: 100 });
    return (await world().customer()).buy('MUG', quantity);
  };
  const refund = (order: string, quantity = 1) =>
    refundOrder(world().staff, { order, items: [{ sku: 'MUG', quantity }], reason: 'a dent' });
  const freeShipping = () =>
    setShippingRate(world().staff, { method: 'standard', country: ANY_COUNTRY, currency: 'EUR', amount: 0 });

  it('gives a unit back once: the second time there is none, whatever else was paid', async () => {
    const { id } = await bought(1);
    await refund(id);
    expect((await refusalOf(refund(id))).code).to.equal('quantity_unavailable');
    const after = await getOrder(world().staff, { order: id });
    expect(after.refunded_total).to.equal(1000);
    expect(after.items[0]).to.include({ refunded_quantity: 1 });
    await world().expectClean();
  });

  it('of every unit, one by one, is exactly the line, though a cent does not divide', async () => {
    await setTaxRate(world().staff, { country: 'DE', rate_ppm: 190_000 });
    await freeShipping();
    const { id, total } = await bought(2, '0.03');
    await refund(id);
    const after = await refund(id);
    expect(after.refunded_total).to.equal(total);
    expect(after.payment_status).to.equal('refunded');
    await world().expectClean();
  });

  it('and cancelling count together, in any order, and shipping never pays for goods', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), async (steps) => {
        const { id, total, shipping_total } = await bought(3);
        for (const cancels of steps) {
          const items = [{ sku: 'MUG', quantity: 1 }];
          const act = cancels
            ? cancelOrder(world().staff, { order: id, items, reason: 'x' })
            : refundOrder(world().staff, { order: id, items, reason: 'x' });
          await act.catch(() => {});
        }
        const after = await getOrder(world().staff, { order: id });
        // Cancelling all that is left ends the order, and gives everything back.
        const most = after.status === 'cancelled' ? total : total - shipping_total;
        expect(after.refunded_total).to.be.at.most(most);
      }),
      { numRuns: 8 },
    );
    await world().expectClean();
  });

  it('pays nothing for a line that was free', async () => {
    await freeShipping();
    const { id } = await bought(1, '0');
    const after = await refund(id);
    expect(after).to.include({ refunded_total: 0, payment_status: 'paid' });
    await world().expectClean();
  });
});

onEveryEngine('refunded goods', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity = 1) => {
    await world().product('MUG', { price: '10.00', stock: 100 });
    const order = await (await world().customer()).buy('MUG', quantity);
    await world().work();
    return order;
  };
  const ship = (order: string, more = {}) => fulfillOrder(world().staff, { order, tracking_number: TRACKING, ...more });

  it('are in no wave, on no board and in no box, and do not ship', async () => {
    const { id, total, order_number } = await bought();
    await refundOrder(world().staff, { order: id, amount: total, reason: 'a dent' });
    expect((await refusalOf(pickWave(world().staff, {}))).code).to.equal('nothing_to_pick');
    expect((await showBoard(world().staff, {})).to_pick).to.equal(0);
    expect((await refusalOf(packingOf(world().staff, { order: id }))).code).to.equal('order_refunded');
    expect((await refusalOf(ship(id))).code).to.equal('order_refunded');
    const row = { row: 1, order: order_number, tracking_number: TRACKING, carrier: '' };
    const [planned] = await planFulfillments(world().staff, { rows: [row] });
    expect(planned?.state).to.equal('not_shippable');
    expect((await findStuck(world().staff, {})).map(({ cause }) => cause)).to.include(
      'paid back, and its goods are still held for it',
    );
    await cancelOrder(world().staff, { order: id, reason: 'paid back' });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 100, reserved: 0 });
    await world().expectClean();
  });

  it('ship when somebody insists and says why, and the timeline keeps it', async () => {
    const { id, total } = await bought();
    await refundOrder(world().staff, { order: id, amount: total, reason: 'late' });
    expect((await refusalOf(ship(id, { force: true }))).code).to.equal('order_refunded');
    const after = await ship(id, { force: true, reason: 'a present' });
    expect(after.status).to.equal('shipped');
    expect(JSON.stringify(after.timeline)).to.include('a present');
    await world().expectClean();
  });

  it('are those that have shipped, where there are such; the others go on', async () => {
    const { id } = await bought(3);
    const one = [{ sku: 'MUG', quantity: 1 }];
    await ship(id, { items: one });
    await refundOrder(world().staff, { order: id, items: one, reason: 'broken' });
    const after = await ship(id, { tracking_number: 'SBX000000019' });
    expect(after.items[0]).to.include({ shipped_quantity: 3, refunded_quantity: 1 });
    expect(after.status).to.equal('shipped');
    await world().expectClean();
  });

  it('of a part stay here while the rest ships', async () => {
    const { id } = await bought(3);
    await refundOrder(world().staff, { order: id, items: [{ sku: 'MUG', quantity: 1 }], reason: 'sold out' });
    expect((await pickWave(world().staff, {})).picks[0]?.quantity).to.equal(2);
    const after = await ship(id);
    expect(after.items[0]).to.include({ shipped_quantity: 2 });
    await world().expectClean();
  });
});

onEveryEngine('an order for which nothing is to pay', (engine) => {
  const world = useWorld(engine, { ORDERS_FLAT_SHIPPING: '0 EUR', ORDERS_CAPTURE: 'fulfill' });
  const free = async (token?: string) => {
    await world().product('GIFT', { price: '0', stock: 5 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('GIFT', 1, { token }) };
  };

  for (const token of ['tok_ok', 'tok_requires_action', 'tok_lost_response']) {
    it(`is confirmed without asking anybody (${token}), and can be cancelled`, async () => {
      const { ann, order } = await free(token);
      expect(order).to.include({ status: 'confirmed', payment_status: 'paid', total: 0 });
      expect(await world().count('payments')).to.equal(0);
      const cancelled = await cancelOrder(ann.context, { order: order.id, reason: 'no' });
      expect(cancelled).to.include({ status: 'cancelled', payment_status: 'voided' });
      expect(await world().stockOf('GIFT')).to.deep.equal({ on_hand: 5, reserved: 0 });
      await world().work();
      await world().expectClean();
    });
  }

  it('ships like any other', async () => {
    const { ann, order } = await free();
    await world().work();
    expect((await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING })).status).to.equal(
      'shipped',
    );
    expect(await ann.put('GIFT').then(() => ann.checkout())).to.include({ outcome: 'confirmed' });
    await world().work();
    await world().expectClean();
  });
});

onEveryEngine('a cart whose order has ended', (engine) => {
  const world = useWorld(engine);
  const waiting = async () => {
    await world().product('MUG', { stock: 5 });
    const ann = await world().customer();
    const order = await ann.buy('MUG', 1, { token: 'tok_requires_action' });
    return { ann, order };
  };

  it('can be checked out again at once when it was cancelled, by the customer or by staff', async () => {
    const { ann, order } = await waiting();
    await cancelOrder(ann.context, { order: order.id, reason: 'another card' });
    const second = await ann.checkout({ token: 'tok_requires_action' });
    await cancelOrder(world().staff, { order: second.order.id, reason: 'asked for it' });
    expect((await ann.checkout()).outcome).to.equal('confirmed');
    await world().work();
    await world().expectClean();
  });

  it('can be checked out again at once when the customer said no at the bank', async () => {
    const { ann, order } = await waiting();
    const gateway = world().app.gateways.byCode('sandbox') as never as {
      answerAction(key: string, approved: boolean): Promise<unknown>;
    };
    expect((await refusalOf(ann.checkout())).code).to.equal('checkout_in_progress');
    await gateway.answerAction(String(order.payments[0]?.id), false);
    expect((await ann.checkout()).outcome).to.equal('confirmed');
    await world().work();
    await world().expectClean();
  });
});
