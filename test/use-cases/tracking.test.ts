import { expect } from 'chai';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { processOrder } from '../../src/fulfillment/process-order.ts';
import { DAY, type Instant, MINUTE } from '../../src/lib/time.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { takeCall } from '../../src/shipping/budget.ts';
import { pollIntervalMs } from '../../src/shipping/poll-interval.ts';
import type { TrackingStatus } from '../../src/shipping/states.ts';
import { trackingExceptions } from '../../src/tracking/exceptions.ts';
import { trackOrder } from '../../src/tracking/track-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { fairShareMs, simulateParcels } from '../setup/parcel-simulation.ts';
import { tracking } from '../setup/tracking.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('tracking', (engine) => {
  const world = useWorld(engine);
  const shipped = async (tracking_number = 'SBX123456782') => {
    await world().product('MUG');
    const ann = await world().customer();
    const order = await ann.buy('MUG');
    await fulfillOrder(world().staff, { order: order.id, tracking_number });
    return { ann, order };
  };
  const walk = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      await world().work();
      world().pass(MINUTE);
    }
    await world().work();
  };

  it('walks a parcel to the door, and the order with it', async () => {
    const { ann, order } = await shipped();
    await walk(3);
    expect(await getOrder(ann.context, { order: order.id })).to.include({
      status: 'delivered',
      fulfillment_status: 'delivered',
    });
    const { shipments } = await trackOrder(ann.context, { order: order.id });
    expect(shipments[0]).to.include({ status: 'delivered', status_title: 'Delivered' });
    expect(shipments[0]?.history.map(({ status }) => status)).to.deep.equal([
      'pre_transit',
      'in_transit',
      'in_transit',
      'out_for_delivery',
      'delivered',
    ]);
    const mails = (await world().mails()).filter(({ subject }) => subject?.includes('delivered'));
    expect(mails).to.have.length(1);
    await world().expectClean();
  });

  it('shows a parcel that is held up, without moving the order', async () => {
    const { ann, order } = await shipped('SBX900000003');
    await walk(3);
    const { status, shipments } = await trackOrder(ann.context, { order: order.id });
    expect(status).to.equal('shipped');
    expect(shipments[0]?.status).to.equal('exception');
    const { timeline } = await getOrder(ann.context, { order: order.id });
    expect(timeline.filter(({ kind }) => kind === 'shipment.exception')).to.have.length(1);
    await world().expectClean();
  });

  it('asks the carrier when what is stored is stale, and not before', async () => {
    const { ann, order } = await shipped();
    const look = async () => (await trackOrder(ann.context, { order: order.id })).shipments[0];
    const first = await look();
    expect(first?.status).to.equal('pre_transit');
    expect((await look())?.last_polled_at).to.equal(first?.last_polled_at);
    world().pass(MINUTE);
    expect((await look())?.status).to.equal('in_transit');
  });

  it('stops asking about what has arrived, and after ninety days', async () => {
    await shipped();
    await walk(3);
    const [arrived] = await world().app.database.rows<{ next_poll_at: unknown }>('SELECT next_poll_at FROM shipments');
    expect(arrived?.next_poll_at).to.equal(null);
    await shipped('SBX900000003');
    world().pass(91 * DAY);
    await world().work();
    const [open] = await world().app.database.rows<{ total: number }>(
      'SELECT COUNT(*) AS total FROM shipments WHERE next_poll_at IS NOT NULL',
    );
    expect(Number(open?.total)).to.equal(0);
  });

  it('of what has not shipped is refused', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    const order = await ann.buy('MUG');
    expect(await refusalOf(trackOrder(ann.context, { order: order.id }))).to.include({ code: 'nothing_shipped' });
  });

  it('tells of parcels that have long had no news', async () => {
    await shipped();
    await walk(1);
    expect(await trackingExceptions(world().staff, {})).to.deep.equal([]);
    world().pass(6 * DAY);
    const [quiet] = await trackingExceptions(world().staff, {});
    expect(quiet).to.include({ tracking_number: 'SBX123456782', problem: 'No news for five days' });
  });

  it('asks seldom about what is held up, unscanned or old', () => {
    const minutes = (...[status, ageMs]: [TrackingStatus, number]) => pollIntervalMs(status, ageMs, MINUTE) / MINUTE;
    expect(minutes('in_transit', DAY)).to.equal(1);
    expect(minutes('out_for_delivery', 3 * DAY)).to.equal(1);
    expect(minutes('pre_transit', 2 * DAY)).to.equal(4);
    expect(minutes('exception', DAY)).to.equal(4);
    expect(minutes('in_transit', 15 * DAY)).to.equal(8);
  });
});

onEveryEngine("a carrier's budget", (engine) => {
  const PER_DAY = 8;
  const world = useWorld(engine, { ORDERS_TRACKING_CALLS_PER_DAY: `sandbox:${PER_DAY}` });

  it('is never exceeded, however many ask at once, and is spread over the day', async () => {
    const { db } = world().system;
    const { carrierBudgets } = world().app.config;
    const take = (now: string) =>
      Promise.all(
        Array.from({ length: 20 }, () => takeCall(db, carrierBudgets, { carrier: 'sandbox', now: now as Instant })),
      );
    const granted = async (now: string) => (await take(now)).filter(Boolean).length;
    expect(await granted('2026-03-01T00:00:00.000Z')).to.equal(1);
    expect(await granted('2026-03-01T12:00:00.000Z')).to.equal(4);
    expect(await granted('2026-03-01T23:59:59.000Z')).to.equal(3);
    expect(await granted('2026-03-02T00:00:00.000Z')).to.equal(1);
  });

  it('sees every parcel in its turn, and every delivery', async function () {
    this.timeout(120_000);
    const PARCELS = 300;
    await world().product('MUG', { stock: PARCELS });
    const ann = await world().customer();
    const numbers = Array.from({ length: PARCELS }, (_, at) => tracking(at));
    for (const tracking_number of numbers) {
      const order = await ann.buy('MUG');
      await processOrder(world().system, { order: order.id });
      await fulfillOrder(world().staff, { order: order.id, tracking_number });
    }
    const result = await simulateParcels(world().system, world().pass, numbers, 6);
    expect(Math.max(...result.callsByDay)).to.be.at.most(PER_DAY);
    expect(result.longestUnseenMs).to.be.at.most(1.5 * fairShareMs(PARCELS, PER_DAY));
    expect([result.delivered, result.noticed]).to.deep.equal([PARCELS, PARCELS]);
  });
});
