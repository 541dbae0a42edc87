/** Money that is set aside at checkout and taken at shipping — or not any more. */
import { expect } from 'chai';
import { watchAuthorizations } from '../../src/billing/watch-authorizations.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { DAY, HOUR, MINUTE } from '../../src/lib/time.ts';
import { alertStaff } from '../../src/messages/alert-staff.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { selectJobs } from '../../worker/jobs/select.ts';
import { workNow } from '../../worker/work-now.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('an authorization', (engine) => {
  const world = useWorld(engine, { ORDERS_CAPTURE: 'fulfill', ORDERS_STAFF_MAIL: 'anna@shop.test' });
  const TRACKING = 'SBX123456782';
  beforeEach(() => world().product('MUG'));
  const buy = async () => (await world().customer()).buy('MUG');
  const shown = (order: string) => getOrder(world().staff, { order });
  const watch = async () => (await watchAuthorizations(world().system, {})).ended;

  it('is warned of a day before it runs out', async () => {
    const { order_number } = await buy();
    await world().work();
    world().pass(5 * DAY);
    await alertStaff(world().system, {});
    world().pass(DAY + MINUTE);
    await alertStaff(world().system, {});
    await world().work();
    const mail = (await world().mails()).find(({ subject }) => subject === '1 authorization runs out');
    expect(mail?.text).to.include(`${order_number} €17.50`);
  });

  it('that runs out holds its order, which can then only be cancelled or released by a person', async () => {
    const { id } = await buy();
    await world().work();
    world().pass(7 * DAY - HOUR);
    expect(await watch()).to.equal(0);
    world().pass(2 * HOUR);
    expect([await watch(), await watch()]).to.deep.equal([1, 0]);
    const order = await shown(id);
    expect(order).to.include({ held: true, payment_status: 'voided', status: 'processing' });
    expect(order.holds?.[0]?.reason).to.match(/^The authorization of €17\.50 ran out/);
    expect(await refusalOf(fulfillOrder(world().staff, { order: id, tracking_number: TRACKING }))).to.include({
      code: 'order_held',
    });
    await world().expectClean();
    const cancelled = await cancelOrder(world().staff, { order: id });
    expect(cancelled).to.include({ status: 'cancelled', payment_status: 'voided', refunded_total: 0 });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 0 });
    await world().work();
    await world().expectClean();
  });

  for (const [who, first] of [
    ['the watch', watch],
    ['the capture', async () => 0],
  ] as const) {
    it(`that runs out in the moment of shipping is a dead letter at once, when ${who} finds it first`, async () => {
      const { id } = await buy();
      await world().work();
      world().pass(7 * DAY + MINUTE);
      await fulfillOrder(world().staff, { order: id, tracking_number: TRACKING });
      await first();
      await workNow(world().app, selectJobs('capture-payment'));
      const [row] = await world().app.database.rows<{ attempts: number; last_error: string; dead_at: unknown }>(
        "SELECT attempts, last_error, dead_at FROM outbox WHERE kind = 'capture-payment'",
      );
      expect(Number(row?.attempts)).to.equal(1);
      expect(row?.dead_at).to.not.equal(null);
      expect(row?.last_error).to.match(/had run out when the order shipped/);
      expect(await shown(id)).to.include({ payment_status: 'voided', held: false });
    });
  }

  it('that is taken in time is watched no more', async () => {
    const { id } = await buy();
    await world().work();
    await fulfillOrder(world().staff, { order: id, tracking_number: TRACKING });
    await world().work();
    world().pass(8 * DAY);
    expect(await watch()).to.equal(0);
    expect((await shown(id)).payment_status).to.equal('paid');
    await world().expectClean();
  });
});
