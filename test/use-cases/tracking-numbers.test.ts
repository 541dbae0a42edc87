/** One number, one parcel: through every door, and when it was typed wrong. */
import { expect } from 'chai';
import { updateOrder } from '../../src/changes/update-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { undoShipment } from '../../src/fulfillment/undo-shipment.ts';
import { MINUTE, plus } from '../../src/lib/time.ts';
import { findOrders } from '../../src/orders/read/find-orders.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { shipmentsOf } from '../../src/shipping/store.ts';
import { recordTracking } from '../../src/tracking/record.ts';
import { trackOrder } from '../../src/tracking/track-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const [A, B, C] = ['SBX123456782', 'SBX000000019', 'SBX111111114'];

onEveryEngine('a tracking number', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity = 1) => {
    await world().product('MUG', { price: '10.00', stock: 100 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', quantity) };
  };
  const ship = (order: string, tracking_number: string, more = {}) =>
    fulfillOrder(world().staff, { order, tracking_number, ...more });
  const update = (order: string, version: number, more: object) =>
    updateOrder(world().staff, { order, expected_version: version, ...more });

  it('that is on another order is refused through every door, unless somebody insists', async () => {
    const [one, two] = [(await bought()).order, (await bought()).order];
    await ship(one.id, A);
    expect((await refusalOf(ship(two.id, A))).code).to.equal('tracking_number_used');
    const put = update(two.id, two.version, { status: 'shipped', tracking_number: A });
    expect((await refusalOf(put)).message).to.include(one.order_number);
    const shipped = await ship(two.id, B);
    const corrected = update(two.id, shipped.version, { tracking_number: A });
    expect((await refusalOf(corrected)).code).to.equal('tracking_number_used');
    const forced = await update(two.id, shipped.version, { tracking_number: A, carrier: 'sandbox', force: true });
    expect(forced.shipments[0]?.tracking_number).to.equal(A);
  });

  it('is found in whatever spelling', async () => {
    const { order } = await bought();
    await ship(order.id, '420103929405511899223197428490');
    for (const text of ['9405511899223197428490', '9405 5118 9922 3197 4284 90', '420103929405511899223197428490']) {
      expect((await findOrders(world().staff, { text })).orders.map(({ id }) => id)).to.deep.equal([order.id]);
    }
  });

  it('of one of several parcels is corrected when it is said which', async () => {
    const { order } = await bought(2);
    const items = [{ sku: 'MUG', quantity: 1 }];
    await ship(order.id, A, { items });
    const two = await ship(order.id, B, { items });
    expect((await refusalOf(update(order.id, two.version, { tracking_number: C }))).message).to.include('--instead-of');
    const after = await update(order.id, two.version, { tracking_number: C, instead_of: 'sbx 0000 00019' });
    expect(after.shipments.map(({ tracking_number }) => tracking_number)).to.have.members([A, C]);
  });

  it('that is corrected takes its history with it, and the customer is mailed the right one', async () => {
    const { ann, order } = await bought();
    const shipped = await ship(order.id, 'SBX900000003');
    for (let round = 0; round < 3; round++) {
      await world().work();
      world().pass(MINUTE);
    }
    const [wrong] = await shipmentsOf(world().app.database, order.id);
    expect((await trackOrder(ann.context, { order: order.id })).shipments[0]?.history).to.not.deep.equal([]);
    const now = await getOrder(world().staff, { order: order.id });
    expect(now.version).to.be.greaterThan(shipped.version);
    await update(order.id, now.version, { tracking_number: A });
    // An answer about the wrong number that was on its way is nobody's.
    const late = {
      status: 'delivered',
      events: [{ status: 'delivered', description: 'x', occurredAt: now.updated_at }],
    };
    await recordTracking(world().system, wrong as never, late as never);
    expect((await getOrder(world().staff, { order: order.id })).status).to.equal('shipped');
    const [right] = await shipmentsOf(world().app.database, order.id);
    expect(right).to.include({ status: 'unknown', delivered_at: null });
    await world().work();
    const mails = (await world().mails()).filter(({ subject }) => subject?.includes('on its way'));
    expect(mails).to.have.length(2);
    expect(mails.filter(({ text }) => text?.includes(A))).to.have.length(1);
    await world().expectClean();
  });

  it('together with another status is refused, and nothing of it is done', async () => {
    const { order } = await bought();
    const shipped = await ship(order.id, A);
    const both = update(order.id, shipped.version, { status: 'delivered', tracking_number: B, internal_notes: 'x' });
    expect((await refusalOf(both)).code).to.equal('invalid_input');
    const after = await getOrder(world().staff, { order: order.id });
    expect([after.status, after.version, after.shipments[0]?.tracking_number]).to.deep.equal([
      'shipped',
      shipped.version,
      A,
    ]);
  });

  it('is taken back until the carrier has scanned it, not only until it was told', async () => {
    const { order } = await bought();
    await ship(order.id, A, { notify: false });
    await world().work();
    expect((await shipmentsOf(world().app.database, order.id))[0]?.status).to.equal('pre_transit');
    await undoShipment(world().staff, { order: order.id });
    expect((await getOrder(world().staff, { order: order.id })).shipments).to.deep.equal([]);
    await ship(order.id, A, { notify: false });
    world().pass(MINUTE);
    await world().work();
    expect((await refusalOf(undoShipment(world().staff, { order: order.id }))).message).to.match(
      /carrier has the parcel/,
    );
  });

  it('of a parcel whose last scan is not the delivery was delivered when it was handed over', async () => {
    const { order } = await bought();
    await ship(order.id, A);
    const [shipment] = await shipmentsOf(world().app.database, order.id);
    const from = plus(world().system.now(), -60 * MINUTE);
    const at = (minute: number) => plus(from, minute * MINUTE);
    const events = [
      { status: 'delivered', description: 'handed over', occurredAt: at(2) },
      { status: 'in_transit', description: 'scanned again', occurredAt: at(9) },
    ];
    await recordTracking(world().system, shipment as never, { status: 'delivered', events } as never);
    expect((await shipmentsOf(world().app.database, order.id))[0]?.delivered_at).to.equal(at(2));
  });
});
