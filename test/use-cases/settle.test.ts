/** Payments whose outcome is not known at once: asked for, settled or undone, and never taken twice. */
import { expect } from 'chai';
import { checkoutInput } from '../../src/checkout/contract.ts';
import { prepareOrder } from '../../src/checkout/prepare-order.ts';
import type { PayableOrder, PreparedOrder } from '../../src/checkout/prepared.ts';
import { settleFresh } from '../../src/checkout/settle-charge.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import type { SandboxGateway } from '../../src/payments/gateways/sandbox/gateway.ts';
import type { ContextOf } from '../../src/use-case.ts';
import { checkoutBody } from '../setup/api.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { type Customer, refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('a payment', (engine) => {
  const world = useWorld(engine);
  const gateway = () => world().app.gateways.byCode('sandbox') as SandboxGateway;

  it('whose answer was lost is found at the gateway, and the order confirmed', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    const { outcome, order } = await ann.checkout({ token: 'tok_lost_response', key: 'k' });
    expect(outcome).to.equal('pending');
    expect(order.payments[0]?.status).to.equal('unknown');
    await world().work();
    const after = await getOrder(ann.context, { order: order.id });
    expect(after).to.include({ payment_status: 'paid' });
    expect(after.status).to.be.oneOf(['confirmed', 'processing']);
    expect((await world().mails()).map(({ subject }) => subject)).to.have.length(1);
    await world().expectClean();
  });

  it('that waits for the customer settles when they approve', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    const order = await ann.buy('MUG', 1, { token: 'tok_requires_action' });
    const [payment] = order.payments;
    expect(order.status).to.equal('pending');
    expect(payment?.next_action).to.have.property('url');
    await world().work();
    expect(await world().mails()).to.deep.equal([]);
    await gateway().answerAction(payment?.id ?? '', true);
    world().pass(MINUTE);
    await world().work();
    expect((await getOrder(ann.context, { order: order.id })).payment_status).to.equal('paid');
    await world().expectClean();
  });

  it('that the customer refuses fails the order, gives the stock back and says so by mail', async () => {
    await world().product('MUG', { stock: 4 });
    const ann = await world().customer();
    const order = await ann.buy('MUG', 1, { token: 'tok_requires_action' });
    await gateway().answerAction(order.payments[0]?.id ?? '', false);
    world().pass(MINUTE);
    await world().work();
    expect(await getOrder(ann.context, { order: order.id })).to.include({ status: 'failed', payment_status: 'failed' });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 4, reserved: 0 });
    expect((await world().mails()).map(({ subject }) => subject)).to.deep.equal([
      `The payment for your order ${order.order_number} did not go through`,
    ]);
    await world().expectClean();
  });

  it('that nobody approves expires, and can no longer be approved', async () => {
    await world().product('MUG', { stock: 4 });
    const ann = await world().customer();
    const order = await ann.buy('MUG', 1, { token: 'tok_requires_action' });
    world().pass(31 * MINUTE);
    await world().work();
    expect((await getOrder(ann.context, { order: order.id })).status).to.equal('failed');
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 4, reserved: 0 });
    const late = await gateway().answerAction(order.payments[0]?.id ?? '', true);
    expect(late?.status).to.equal('voided');
    await world().expectClean();
  });

  it('the gateway never heard of is given up, and the customer can try again', async () => {
    await world().product('MUG', { stock: 4 });
    const ann = await world().customer();
    const order = await orphan(ann);
    world().pass(MINUTE);
    await world().work();
    expect((await getOrder(ann.context, { order })).status).to.equal('failed');
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 4, reserved: 0 });
    expect((await ann.checkout()).outcome).to.equal('confirmed');
    await world().work();
    await world().expectClean();
  });

  it('that arrives after its order was given up is sent back', async () => {
    await world().product('MUG', { price: '10.00' });
    const ann = await world().customer();
    const order = await orphan(ann);
    world().pass(MINUTE);
    await world().work();
    const { payments } = await getOrder(ann.context, { order });
    const key = payments[0]?.id ?? '';
    await gateway().charge({ key, amount: 1500, currency: 'EUR', token: 'tok_ok', capture: true, reference: 'late' });
    world().pass(11 * MINUTE);
    await world().work();
    const after = await getOrder(ann.context, { order });
    expect(after).to.include({ status: 'failed', payment_status: 'refunded', refunded_total: 1500 });
    await world().expectClean();
  });

  it('is settled on what its order has become meanwhile', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    const prepared = await prepare(ann);
    await noteOrder(world().staff, { order: prepared.order.id, note: 'a regular' });
    const settled = await settleFresh(ann.context, prepared as PayableOrder, {
      status: 'captured',
      description: 'card',
    });
    expect(settled.order).to.include({ status: 'confirmed', version: 3, event_count: 4 });
  });

  /** An order whose process died before it asked the gateway. */
  async function orphan(ann: Customer): Promise<string> {
    const { order } = await prepare(ann);
    const refusal = await refusalOf(ann.checkout());
    expect(refusal.code).to.equal('checkout_in_progress');
    return order.id;
  }

  async function prepare(ann: Customer): Promise<PreparedOrder> {
    await ann.put('MUG');
    return prepareOrder(ann.context as ContextOf<'customer'>, checkoutInput.parse(checkoutBody()), undefined);
  }
});
