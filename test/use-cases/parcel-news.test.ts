/** What carriers say of a parcel, late, of another one, or not as one would like: what the order makes of it. */
import { expect } from 'chai';
import { updateOrder } from '../../src/changes/update-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { DAY, HOUR, plus } from '../../src/lib/time.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import type { TrackingStatus } from '../../src/shipping/states.ts';
import { shipmentsOf } from '../../src/shipping/store.ts';
import { recordTracking } from '../../src/tracking/record.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('news of a parcel', (engine) => {
  const world = useWorld(engine);
  const ship = async () => {
    await world().product('MUG');
    const { id } = await (await world().customer()).buy('MUG');
    await fulfillOrder(world().staff, { order: id, tracking_number: 'SBX123456782' });
    return id;
  };
  /** When the last report was of. */
  let said = '';
  const say = async (order: Parameters<typeof shipmentsOf>[1], status: TrackingStatus, agoMs = 0) => {
    const [shipment] = await shipmentsOf(world().app.database, order);
    if (!shipment) throw new Error('nothing has shipped');
    const occurredAt = plus(world().system.now(), -agoMs);
    said = occurredAt;
    const events = [{ occurredAt, status, description: status }];
    await recordTracking(world().system, shipment, { status, events });
    return getOrder(world().staff, { order });
  };
  const kinds = ({ timeline }: { timeline: readonly { kind: string }[] }) => timeline.map(({ kind }) => kind);

  it('of an older parcel with the same number is none', async () => {
    const order = await ship();
    const told = await say(order, 'delivered', 20 * DAY);
    expect(told.status).to.equal('shipped');
    expect(told.shipments[0]).to.include({ status: 'unknown', delivered_at: null });
    await world().work();
    expect((await world().mails()).filter(({ subject }) => /delivered/.test(subject ?? ''))).to.have.length(0);
  });

  it('of next week is none: nothing has been delivered yet', async () => {
    const order = await ship();
    expect((await say(order, 'delivered', -7 * DAY)).status).to.equal('shipped');
  });

  it('that comes late arrives when it did: the order too', async () => {
    const order = await ship();
    world().pass(2 * DAY);
    const told = await say(order, 'delivered', 5 * HOUR);
    const delivered_at = said;
    expect(told).to.include({ status: 'delivered', delivered_at });
    expect(told.shipments[0]).to.include({ delivered_at });
  });

  it('that goes back to the depot is where it is', async () => {
    const order = await ship();
    await say(order, 'out_for_delivery');
    expect((await say(order, 'in_transit')).shipments[0]?.status).to.equal('in_transit');
  });

  it('on its way back stands in the timeline, and cannot be called delivered', async () => {
    const order = await ship();
    const told = await say(order, 'return_to_sender');
    expect(kinds(told)).to.include('shipment.returning');
    const delivered = updateOrder(world().staff, { order, status: 'delivered', expected_version: told.version });
    const refusal = await refusalOf(delivered);
    expect(refusal.code).to.equal('transition_forbidden');
    expect(refusal.message).to.match(/on its way back \(SBX123456782\).*--status returned/);
    expect((await getOrder(world().staff, { order })).shipments[0]?.status).to.equal('return_to_sender');
    await updateOrder(world().staff, { order, status: 'returned', expected_version: told.version });
  });

  it('whose label was cancelled is told to staff and to nobody else', async () => {
    const order = await ship();
    expect(kinds(await say(order, 'cancelled'))).to.include('shipment.cancelled');
  });
});
