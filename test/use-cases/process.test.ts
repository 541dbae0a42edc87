/** What is looked at before an order goes to the packers. */
import { expect } from 'chai';
import { DAY } from '../../src/lib/time.ts';
import { reasonsToHold } from '../../src/orders/hold/checks.ts';
import { releaseOrder } from '../../src/orders/hold/release-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { ADDRESS, useWorld } from '../setup/world.ts';

describe('the checks of a new order', () => {
  const order = { total: 10_000, currency: 'EUR', shipping_address: ADDRESS, billing_address: ADDRESS };
  const off = { holdTotal: new Map(), holdOrdersPerDay: 0, holdCountryMismatch: false };
  const abroad = { ...order, billing_address: { ...ADDRESS, country: 'FR', postal_code: '75001' } };
  for (const [what, facts, limits, reason] of [
    ['nothing is wrong', { order: abroad, ordersInADay: 50 }, off, undefined],
    [
      'the total is at the limit',
      { order, ordersInADay: 1 },
      { ...off, holdTotal: new Map([['EUR', 10_000]]) },
      'the total of €100.00',
    ],
    ['the total is below it', { order, ordersInADay: 1 }, { ...off, holdTotal: new Map([['EUR', 10_001]]) }, undefined],
    ['orders come too fast', { order, ordersInADay: 4 }, { ...off, holdOrdersPerDay: 3 }, '4 orders within a day'],
    ['as many as may be', { order, ordersInADay: 3 }, { ...off, holdOrdersPerDay: 3 }, undefined],
    [
      'goods and bill part',
      { order: abroad, ordersInADay: 1 },
      { ...off, holdCountryMismatch: true },
      'go to DE and the bill to FR',
    ],
    [
      'the address is none',
      { order: { ...order, shipping_address: { ...ADDRESS, postal_code: '1' } }, ordersInADay: 1 },
      off,
      '"1" is not a postal code of Germany',
    ],
  ] as const) {
    it(`${reason ? 'hold' : 'let go'}: ${what}`, () => {
      const reasons = reasonsToHold(facts, limits);
      if (reason) expect(reasons.join()).to.include(reason);
      else expect(reasons).to.deep.equal([]);
    });
  }
});

onEveryEngine('processing an order', (engine) => {
  const world = useWorld(engine, { ORDERS_HOLD_ORDERS_PER_DAY: '2', ORDERS_HOLD_TOTAL: '1000 EUR' });

  it('holds what somebody should look at, says why, and lets it go on when it is released', async () => {
    await world().product('MUG', { stock: 20 });
    const ann = await world().customer();
    const orders = [await ann.buy('MUG'), await ann.buy('MUG'), await ann.buy('MUG')];
    await world().work();
    const shown = await Promise.all(orders.map(({ id }) => getOrder(world().staff, { order: id })));
    expect(shown.map(({ status }) => status)).to.deep.equal(['processing', 'processing', 'processing']);
    expect(shown.map(({ held }) => held)).to.deep.equal([false, false, true]);
    const event = shown[2]?.timeline.find(({ kind }) => kind === 'order.held');
    expect(event?.data).to.deep.equal({ reason: 'The customer placed 3 orders within a day' });
    const released = await releaseOrder(world().staff, { order: orders[2]?.id as string });
    expect(released.held).to.equal(false);
    await world().work();
    expect((await getOrder(world().staff, { order: orders[2]?.id as string })).held).to.equal(false);
    world().pass(2 * DAY);
    const later = await ann.buy('MUG');
    await world().work();
    expect((await getOrder(world().staff, { order: later.id })).held).to.equal(false);
    await world().expectClean();
  });
});
