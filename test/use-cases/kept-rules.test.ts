/** Rules that are easy to break without noticing: keys, versions, holds, time limits, the outbox, mails, parcels. */
import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { findProductBySku } from '../../src/catalog/store.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { updateOrder } from '../../src/changes/update-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { packingOf, scan } from '../../src/fulfillment/packing.ts';
import { undoShipment } from '../../src/fulfillment/undo-shipment.ts';
import { keyOf } from '../../src/idempotency/keys.ts';
import { setStock } from '../../src/inventory/set-stock.ts';
import { moveStock, StockShort } from '../../src/inventory/store.ts';
import { dropJob } from '../../src/jobs/drop-job.ts';
import { MINUTE, toInstant } from '../../src/lib/time.ts';
import { sendMail } from '../../src/messages/send-mail.ts';
import { audit } from '../../src/operations/audit/audit.ts';
import { resumeOrder } from '../../src/operations/resume-order.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { leaseOutboxRow } from '../../src/outbox/lease.ts';
import { announce, dueOutboxRows, withdraw } from '../../src/outbox/store.ts';
import { shipmentsOf } from '../../src/shipping/store.ts';
import { recordTracking } from '../../src/tracking/record.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const TRACKING = 'SBX123456782';

onEveryEngine('the rules', (engine) => {
  const world = useWorld(engine);
  const bought = async (quantity = 1) => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', quantity) };
  };
  const dueRows = () =>
    dueOutboxRows(world().app.database, world().system.now(), new Map(OUTBOX_KINDS.map((kind) => [kind, 100])));

  it('one key is good for one verb', async () => {
    const { ann, order } = await bought(3);
    const account = { ...world().staff, actor: { ...ann.context.actor, kind: 'staff' as const } };
    const items = [{ sku: 'MUG', quantity: 1 }];
    const body = { order: order.id, items, reason: 'a dent', idempotency_key: 'k' };
    await cancelOrder(account, body);
    expect((await refusalOf(refundOrder(account, body))).code).to.equal('key_reused');
    // Also where both take the very same.
    const [cancel, refund] = ['cancel-order', 'refund-order'].map((verb) => keyOf(account, verb, body)?.fingerprint);
    expect(cancel).to.be.a('string').and.not.equal(refund);
  });

  it('a version that the order has not reached is as stale as an old one', async () => {
    const { order } = await bought();
    const ahead = updateOrder(world().staff, {
      order: order.id,
      internal_notes: 'x',
      expected_version: order.version + 1,
    });
    expect((await refusalOf(ahead)).code).to.equal('stale_version');
  });

  it('an order on hold is not packed', async () => {
    const { order } = await bought();
    await holdOrder(world().staff, { order: order.id, reason: 'look first' });
    expect((await refusalOf(packingOf(world().staff, { order: order.id }))).code).to.equal('order_held');
  });

  it('what is left of an order is packed into an empty box, whatever was in the one that left', async () => {
    const { order } = await bought(2);
    await scan(world().staff, { order: order.id, barcode: 'MUG' });
    const items = [{ sku: 'MUG', quantity: 1 }];
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING, items, notify: false });
    const { lines, complete } = await packingOf(world().staff, { order: order.id });
    expect(lines).to.deep.equal([{ sku: 'MUG', name: 'Product MUG', quantity: 1, packed: 0 }]);
    expect(complete).to.equal(false);
  });

  it('a shipment is taken back within ten minutes, and no later', async () => {
    const { order } = await bought(2);
    const items = [{ sku: 'MUG', quantity: 1 }];
    const notify = false;
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING, items, notify });
    world().pass(9 * MINUTE);
    await undoShipment(world().staff, { order: order.id });
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING, items, notify });
    world().pass(11 * MINUTE);
    expect((await refusalOf(undoShipment(world().staff, { order: order.id }))).code).to.equal('transition_forbidden');
  });

  it('work that somebody has begun is not taken back', async () => {
    const { system, app } = world();
    const row = {
      kind: 'send-alert' as const,
      dedupe_key: 'x',
      order_id: null,
      payload: { alert: 'a', recipient: 'b' },
    };
    await announce(app.database, system.now(), [row]);
    const [due] = await dueRows();
    const lease = { token: 'me', now: system.now(), leaseMs: MINUTE };
    expect(await leaseOutboxRow(app.database, due as never, lease)).to.not.equal(undefined);
    expect(await withdraw(app.database, 'x')).to.equal(false);
    expect(await world().count('outbox')).to.equal(1);
  });

  it('what is done is not done again when its order is resumed', async () => {
    const { order } = await bought();
    await world().work();
    expect(await dueRows()).to.deep.equal([]);
    await resumeOrder(world().staff, { order: order.id }).catch(() => {});
    expect(await dueRows()).to.deep.equal([]);
  });

  it('work about money is not dropped, whichever it is', async () => {
    const { system, app, staff } = world();
    const kinds = [
      { kind: 'send-refund' as const, payload: { refund_id: 'r' } },
      { kind: 'capture-payment' as const, payload: { payment_id: 'p' } },
    ];
    for (const row of kinds) {
      await announce(app.database, system.now(), [{ ...row, dedupe_key: row.kind, order_id: null }]);
    }
    for (const { id } of await dueRows()) {
      expect((await refusalOf(dropJob(staff, { id }))).code).to.equal('transition_forbidden');
    }
  });

  it('a mail that was sent is not sent again when its row is done twice', async () => {
    const { order } = await bought();
    const sent: unknown[] = [];
    const send = async (mail: unknown) => void sent.push(mail);
    const counting = { ...world().system, mailer: { ...world().system.mailer, send } };
    const mail = { order_id: order.id, template: 'order-confirmation', cause: order.id };
    const row = { ...mail, dedupe_key: `mail:order-confirmation:${order.id}`, announced_at: order.placed_at };
    await sendMail(counting, row);
    await sendMail(counting, row);
    expect(sent).to.have.length(1);
  });

  it('a parcel that is held up twice goes on being followed', async () => {
    const { order } = await bought();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: TRACKING });
    const from = Date.parse(world().system.now());
    const steps = ['exception', 'in_transit', 'exception', 'delivered'] as const;
    for (const [at, status] of steps.entries()) {
      const events = steps.slice(0, at + 1).map((step, index) => ({
        status: step,
        description: `${step} ${index}`,
        occurredAt: toInstant(from + index * MINUTE),
      }));
      const [shipment] = await shipmentsOf(world().app.database, order.id);
      await recordTracking(world().system, shipment as never, { status, events });
    }
    expect((await getOrder(world().staff, { order: order.id })).status).to.equal('delivered');
  });

  it('units that are not held cannot be given back', async () => {
    await world().product('MUG', { stock: 5 });
    const { app, system } = world();
    const product = await findProductBySku(app.database, 'MUG');
    const units = [{ product_id: product?.id as never, quantity: 1 }];
    const cause = { order_id: null, actor: 'test', at: system.now() };
    const given = app.database.atomic('test', (tx) => moveStock(tx, { move: 'release', units }, cause));
    expect(await given.catch((error) => error)).to.be.instanceOf(StockShort);
  });

  it('stock is not counted below what open orders hold, set or added', async () => {
    await bought(3);
    const { staff } = world();
    for (const count of [{ set: 2 }, { add: -8 }]) {
      const { code, message } = await refusalOf(setStock(staff, { sku: 'MUG', ...count }));
      expect([code, message]).to.deep.equal([
        'out_of_stock',
        'MUG: 3 units are reserved for open orders, so 2 on hand cannot be.',
      ]);
    }
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 3 });
    await setStock(staff, { sku: 'MUG', set: 3 });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 3, reserved: 3 });
  });

  it('units that another order holds are not sold', async () => {
    await world().product('MUG', { stock: 1 });
    const [ann, ben] = [await world().customer(), await world().customer()];
    await ann.buy('MUG', 1, { token: 'tok_requires_action' });
    await ben.put('MUG');
    expect((await refusalOf(ben.checkout())).code).to.equal('out_of_stock');
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 1, reserved: 1 });
  });

  it('what is no longer sold, or now sold in another currency, is not in an order', async () => {
    await world().product('MUG', { price: '10.00' });
    await world().product('CUP', { price: '10.00' });
    const ann = await world().customer();
    await ann.put('MUG');
    await ann.put('CUP');
    const { database } = world().app;
    await database.run("UPDATE products SET currency = 'USD' WHERE sku = 'CUP'");
    expect((await refusalOf(ann.checkout())).code).to.equal('currency_mixed');
    await database.run("UPDATE products SET currency = 'EUR', active = 0 WHERE sku = 'CUP'");
    expect((await refusalOf(ann.checkout())).code).to.equal('out_of_stock');
  });

  it('a timeline whose end was cut off is found by the audit', async () => {
    const { order } = await bought();
    await noteOrder(world().staff, { order: order.id, note: 'x' });
    const { database } = world().app;
    await database.run(
      'DELETE FROM order_events WHERE seq = (SELECT last FROM (SELECT MAX(seq) AS last FROM order_events) x)',
    );
    const { checks } = await audit(world().system, {});
    expect(checks.find(({ name }) => name === 'timelines_unbroken')?.findings).to.have.length(1);
  });
});
