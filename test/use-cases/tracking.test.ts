import { expect } from 'chai';
import { DAY, MINUTE } from '../../src/lib/time.ts';
import { fulfillOrder } from '../../src/orders/fulfill-order.ts';
import { getOrder } from '../../src/orders/get-order.ts';
import { trackOrder } from '../../src/orders/track-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
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
});
