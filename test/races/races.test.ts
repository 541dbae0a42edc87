/** Real concurrency against a real server process, on every engine; the audit is the judge. */
import { expect } from 'chai';
import { caller, checkoutBody } from '../setup/api.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { type Running, startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';

onEveryEngine('races', (engine) => {
  let world: World;
  let server: Running;

  beforeEach(async function () {
    this.timeout(60_000);
    world = await openWorld(engine);
    server = await startProcess(['serve'], world.environment);
  });
  afterEach(async () => {
    await server.stop();
    await world.close();
  });

  const signedIn = async () => {
    const { context } = await world.customer();
    return caller(server.url, await world.token(context, 'customer'));
  };
  const clerk = async () => caller(server.url, await world.token(world.staff, 'admin'));

  it('sells 100 units to 200 buyers exactly once each', async function () {
    this.timeout(120_000);
    await world.product('LAST', { stock: 100 });
    const buyers = await Promise.all(Array.from({ length: 200 }, signedIn));
    await Promise.all(buyers.map((call) => call('PUT', '/cart/items/LAST', { quantity: 1 })));
    const answers = await Promise.all(buyers.map((call) => call('POST', '/orders/checkout', checkoutBody())));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).to.have.length(100);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).to.have.length(100);
    for (const { body } of refused) {
      expect(body.code).to.equal('out_of_stock');
      expect(body.lines).to.deep.equal([{ sku: 'LAST', asked: 1, available: 0 }]);
    }
    expect(await world.stockOf('LAST')).to.deep.equal({ on_hand: 100, reserved: 100 });
    await world.expectClean();
  });

  it('makes one order of the same checkout sent 20 times at once with one key, and answers all alike', async function () {
    this.timeout(60_000);
    await world.product('MUG');
    const call = await signedIn();
    await call('PUT', '/cart/items/MUG', { quantity: 1 });
    const twenty = Array.from({ length: 20 }, () =>
      call('POST', '/orders/checkout', checkoutBody(), { 'idempotency-key': 'nervous' }),
    );
    const answers = await Promise.all(twenty);
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    expect(await world.count('orders')).to.equal(1);
    let charges = 0;
    for await (const _entry of world.app.gateways.byCode('sandbox').ledger?.() ?? []) charges += 1;
    expect(charges).to.equal(1);
    await world.expectClean();
  });

  it('makes one order of the same checkout sent 20 times at once without a key', async function () {
    this.timeout(60_000);
    await world.product('MUG');
    const call = await signedIn();
    await call('PUT', '/cart/items/MUG', { quantity: 1 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', '/orders/checkout', checkoutBody())),
    );
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1);
    expect(answers.filter(({ status }) => status === 409)).to.have.length(19);
    expect(await world.count('orders')).to.equal(1);
    await world.expectClean();
  });

  it('lets either cancel or fulfill win, never both', async function () {
    this.timeout(120_000);
    await world.product('MUG', { stock: 50 });
    const staff = await clerk();
    const won = { cancelled: 0, shipped: 0 };
    for (let round = 0; round < 10; round++) {
      const call = await signedIn();
      await call('PUT', '/cart/items/MUG', { quantity: 1 });
      const { body: order } = await call('POST', '/orders/checkout', checkoutBody());
      const [cancel, fulfill] = await Promise.all([
        call('PUT', `/orders/${order.id}/cancel`, { reason: 'changed my mind' }),
        staff('POST', `/orders/admin/${order.id}/fulfill`, { tracking_number: 'SBX123456782' }),
      ]);
      const { body: after } = await call('GET', `/orders/${order.id}`);
      if (after.status === 'cancelled') {
        expect([cancel.status, fulfill.status]).to.deep.equal([200, 409]);
        won.cancelled += 1;
      } else {
        expect(after.status).to.equal('shipped');
        expect([cancel.status, fulfill.status]).to.deep.equal([409, 201]);
        won.shipped += 1;
      }
    }
    expect(won.cancelled + won.shipped).to.equal(10);
    await world.expectClean();
  });

  it('never refunds more than was captured, however many refunds come at once', async function () {
    this.timeout(60_000);
    await world.product('MUG', { price: '10.00' });
    const call = await signedIn();
    await call('PUT', '/cart/items/MUG', { quantity: 1 });
    const { body: order } = await call('POST', '/orders/checkout', checkoutBody());
    const staff = await clerk();
    const refund = () => staff('POST', `/orders/admin/${order.id}/refund`, { amount: 800, reason: 'sorry' });
    const answers = await Promise.all([refund(), refund(), refund()]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('refund_too_large');
    const { body: after } = await call('GET', `/orders/${order.id}`);
    expect(after).to.include({ refunded_total: 800, payment_status: 'partially_refunded' });
    await world.expectClean();
  });
});
