/** Rules of money that only hold when answers are lost, late or refused: each was broken once, and nobody had noticed. */
import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { sendRefund } from '../../src/billing/send-refund.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { settleStored } from '../../src/checkout/settle-charge.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { MINUTE, SECOND } from '../../src/lib/time.ts';
import { audit } from '../../src/operations/audit/audit.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { GatewayTimeout } from '../../src/payments/gateway.ts';
import type { SandboxGateway } from '../../src/payments/gateways/sandbox/gateway.ts';
import { paymentsOf } from '../../src/payments/store.ts';
import { setTaxRate } from '../../src/rates/set-rates.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('money', (engine) => {
  const world = useWorld(engine);
  const gateway = () => world().app.gateways.byCode('sandbox') as SandboxGateway;
  const bought = async (quantity = 1, token?: string) => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    return { ann, order: await ann.buy('MUG', quantity, { token }) };
  };
  const seen = (order: string) => getOrder(world().staff, { order });
  const refund = (order: string, amount: number) =>
    refundOrder(world().staff, { order, amount, reason: 'a dent', approved_by: 'Ben' });

  it('of a refund that the gateway refuses can be refunded again', async () => {
    const { order } = await bought();
    const { refund: real } = gateway();
    gateway().refund = async () => ({ status: 'failed', reason: 'the account is closed' });
    await refund(order.id, order.total);
    expect((await seen(order.id)).refunds.map(({ status }) => status)).to.deep.equal(['failed']);
    gateway().refund = real;
    await refund(order.id, order.total);
    expect((await seen(order.id)).refunds.map(({ status }) => status)).to.deep.equal(['failed', 'succeeded']);
    await world().work();
    const { checks } = await audit(world().system, {});
    const found = checks.filter(({ findings }) => findings.length > 0).map(({ name }) => name);
    expect(found, 'somebody has to know of the refusal, and nothing else is wrong').to.deep.equal(['refunds_arrive']);
  });

  it('of a refund whose answer is lost is asked about until there is one, and given back once', async () => {
    const { order } = await bought();
    const { refund: real } = gateway();
    gateway().refund = async (request) => {
      await real(request);
      throw new GatewayTimeout('sandbox', 'refund');
    };
    await refund(order.id, 400);
    expect((await seen(order.id)).refunds.map(({ status }) => status)).to.deep.equal(['unknown']);
    gateway().refund = real;
    world().pass(MINUTE);
    await world().work();
    expect((await seen(order.id)).refunds.map(({ status }) => status)).to.deep.equal(['succeeded']);
    await world().expectClean();
  });

  it('of a charge that is still on its way when its order is cancelled is not given up, and comes back', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    await ann.put('MUG');
    const { charge } = gateway();
    let arrive = async (): Promise<unknown> => undefined;
    gateway().charge = async (request) => {
      arrive = () => charge(request);
      throw new GatewayTimeout('sandbox', 'charge');
    };
    const { order } = await ann.checkout({ key: 'k' });
    await cancelOrder(ann.context, { order: order.id, reason: 'too slow' });
    const before = await seen(order.id);
    expect(before.payments[0]?.status).to.not.equal('voided');
    await arrive();
    world().pass(MINUTE);
    await world().work();
    const after = await seen(order.id);
    expect(after.status).to.equal('cancelled');
    expect(after.payments[0]).to.include({ captured_amount: order.total });
    expect(after).to.include({ payment_status: 'refunded', refunded_total: order.total });
    expect(after.refunds).to.have.length(1);
    await world().expectClean();
  });

  it('is not given up by the worker while the charge may still be on its way', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    gateway().charge = async () => {
      throw new GatewayTimeout('sandbox', 'charge');
    };
    const { order } = await ann.checkout({ key: 'k' });
    world().pass(5 * SECOND);
    await world().work();
    expect((await seen(order.id)).status).to.equal('pending');
    world().pass(MINUTE);
    await world().work();
    expect((await seen(order.id)).status).to.equal('failed');
    await world().expectClean();
  });

  it('is not asked for once the time for it is over', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    const { checkout } = await import('../../src/checkout/checkout.ts');
    const { checkoutBody } = await import('../setup/api.ts');
    let charges = 0;
    gateway().charge = async () => {
      charges += 1;
      return { status: 'declined', declineCode: 'card_declined' };
    };
    // A process that stood still between writing the order and asking for the money.
    const stalled = {
      ...ann.context,
      atomic: (async (name, work) => {
        const done = await ann.context.atomic(name, work);
        if (name === 'checkout.prepare') world().pass(11 * SECOND);
        return done;
      }) as typeof ann.context.atomic,
    };
    const { outcome } = await checkout(stalled, checkoutBody() as never);
    expect([outcome, charges]).to.deep.equal(['pending', 0]);
  });

  it('that the worker has settled while the customer waited is answered as settled', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    const { charge } = gateway();
    gateway().charge = async (request) => {
      await charge(request);
      world().pass(MINUTE);
      await world().work();
      throw new GatewayTimeout('sandbox', 'charge');
    };
    const { outcome, order } = await ann.checkout({ key: 'k' });
    expect([outcome, order.payment_status]).to.deep.equal(['confirmed', 'paid']);
    expect((await seen(order.id)).payments[0]?.status).to.equal('captured');
    await world().expectClean();
  });

  it('of a refund is given back and told of once, however many send it, and however often', async () => {
    const { order } = await bought();
    const { refund: real } = gateway();
    gateway().refund = async () => {
      throw new GatewayTimeout('sandbox', 'refund');
    };
    await refund(order.id, 400);
    const id = (await seen(order.id)).refunds[0]?.id ?? '';
    let calls = 0;
    gateway().refund = async (request) => {
      calls += 1;
      return real(request);
    };
    await Promise.all([1, 2, 3].map(() => sendRefund(world().system, { refund_id: id })));
    const sent = calls;
    expect(await sendRefund(world().system, { refund_id: id })).to.equal('succeeded');
    expect(calls).to.equal(sent);
    const { timeline } = await seen(order.id);
    expect(timeline.filter(({ kind }) => kind === 'refund.succeeded')).to.have.length(1);
    await world().expectClean();
  });

  it('that arrives for a cancelled order goes back once, and nobody asks about it any more', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    await ann.put('MUG');
    gateway().charge = async () => {
      throw new GatewayTimeout('sandbox', 'charge');
    };
    const { order } = await ann.checkout({ key: 'k' });
    await cancelOrder(ann.context, { order: order.id, reason: 'too slow' });
    const [payment] = await paymentsOf(world().app.database, order.id);
    expect(payment?.next_check_at).to.equal(null);
    const late = { status: 'captured', description: 'Sandbox card …4242' } as const;
    await settleStored(world().system, payment as never, late);
    expect((await seen(order.id)).refunds).to.have.length(1);
  });

  it('goes back by lines with its share of the tax', async () => {
    await setTaxRate(world().staff, { country: 'DE', rate_ppm: 190_000 });
    const { order } = await bought(3);
    expect(order.tax_total).to.equal(570);
    const items = [{ sku: 'MUG', quantity: 1 }];
    const after = await refundOrder(world().staff, { order: order.id, items, reason: 'a dent' });
    expect(after.refunded_total).to.equal(1190);
    await world().expectClean();
  });
});

onEveryEngine('money that is taken when the order ships', (engine) => {
  const world = useWorld(engine, { ORDERS_CAPTURE: 'fulfill' });

  it('is paid back for what is cancelled while it is being taken', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const order = await (await world().customer()).buy('MUG', 2);
    const gateway = world().app.gateways.byCode('sandbox') as SandboxGateway;
    const { capture } = gateway;
    const items = [{ sku: 'MUG', quantity: 1 }];
    gateway.capture = async (key, amount) => {
      const taken = await capture(key, amount);
      await cancelOrder(world().staff, { order: order.id, items, reason: 'broken' });
      return taken;
    };
    await fulfillOrder(world().staff, { order: order.id, items, tracking_number: 'SBX123456782' });
    await world().work();
    const after = await getOrder(world().staff, { order: order.id });
    expect(after.payments[0]).to.include({ status: 'captured', captured_amount: order.total });
    expect(after.refunded_total).to.equal(1000);
    await world().expectClean();
  });
});
