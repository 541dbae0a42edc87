/** From the cart to the doorstep, through real processes, with the jobs in each store they can be kept in. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Call, caller } from '../setup/api.ts';
import { onEveryJobStore, useWorldOn } from '../setup/job-stores.ts';
import { type Running, runProcess, startProcess } from '../setup/processes.ts';
import { tracking } from '../setup/tracking.ts';
import { ADDRESS } from '../setup/world.ts';

const HASTE = { ORDERS_SANDBOX_STEP_SECONDS: '1', ORDERS_TRACKING_POLL_SECONDS: '1' };
const PATIENCE_MS = 40_000;

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await look()); await sleep(100))
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
}

onEveryJobStore('cart to doorstep', (store) => {
  const world = useWorldOn(store, HASTE);
  let daemons: Running[] = [];
  afterEach(async () => {
    for (const daemon of daemons) await daemon.stop();
  });

  it('carries one order to the door, gives another one back, and leaves clean books', async function () {
    this.timeout(120_000);
    await world().product('MUG', { stock: 5 });
    const token = await world().token((await world().customer()).context, 'customer');
    daemons = await Promise.all(['serve', 'worker'].map((name) => startProcess([name], world().environment)));
    const customer = caller(daemons[0]?.url ?? '', token);
    const buy = async (): Promise<string> => {
      await customer('PUT', '/cart/items/MUG', { quantity: 2 });
      const body = { shipping_address: ADDRESS, payment_method: 'card', payment_details: { token: 'tok_ok' } };
      const { status, body: order } = await customer('POST', '/orders/checkout', body);
      expect(status, JSON.stringify(order)).to.equal(201);
      return order.id;
    };

    const order = await buy();
    await until('processing', async () => (await show(customer, order)).status === 'processing');
    const shipped = await runProcess(
      ['admin', 'fulfill', order, '--tracking', tracking(1), '--yes'],
      world().environment,
    );
    expect(shipped.code, shipped.stderr).to.equal(0);
    await until('delivered', async () => (await show(customer, order)).status === 'delivered');

    const returned = await buy();
    await customer('PUT', `/orders/${returned}/cancel`, { reason: 'thought better of it' });
    await until('refunded', async () => (await show(customer, returned)).payment_status === 'refunded');

    const subjects = async () => (await world().mails()).map(({ subject = '' }) => subject).join('\n');
    for (const word of ['confirmed', 'on its way', 'delivered', 'cancelled'])
      await until(`the mail "${word}"`, async () => (await subjects()).includes(word));
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 3, reserved: 0 });
    await world().expectClean();
  });
});

const show = async (customer: Call, id: string) => (await customer('GET', `/orders/${id}`)).body;
