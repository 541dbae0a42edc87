/** A server told to stop in the middle of checkouts: whatever was sent is answered, or was never begun. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { checkoutBody } from '../setup/api.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';

const CONNECTIONS = 32;

onEveryEngine('a drain under load', (engine) => {
  let world: World;
  before(async () => {
    world = await openWorld(engine, { ORDERS_CHECKOUT_LIMIT_PER_MINUTE: '0', ORDERS_RATE_LIMIT_PER_MINUTE: '0' });
  });
  after(() => world.close());

  it('loses no request of 32 connections', async function () {
    this.timeout(60_000);
    await world.product('MUG', { stock: 100_000 });
    const tokens = await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => world.token((await world.customer()).context, 'customer')),
    );
    const server = await startProcess(['serve'], world.environment);
    const tally = { confirmed: 0, refused: 0, unanswered: 0, stopped: false };

    async function shop(token: string): Promise<void> {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const send = (method: string, path: string, body: object) => call(agent, server.url + path, method, token, body);
      while (!tally.stopped) {
        const put = await send('PUT', '/cart/items/MUG', { quantity: 1 });
        if (put === undefined) return;
        const status = await send('POST', '/orders/checkout', checkoutBody());
        if (status === 201) tally.confirmed += 1;
        else if (status === undefined) tally.unanswered += 1;
        else tally.refused += 1;
        if (status === undefined) return;
      }
    }
    const shoppers = Promise.all(tokens.map(shop));
    await sleep(1500);
    await server.stop('SIGTERM');
    expect(await server.ended).to.equal(0);
    tally.stopped = true;
    await shoppers;

    expect(tally.confirmed).to.be.greaterThan(50);
    expect(tally.refused).to.equal(0);
    // No order came of a request that was not answered.
    expect(await world.count('orders')).to.equal(tally.confirmed);
    await world.work();
    await world.expectClean();
  });
});

/** The status; undefined when the connection was closed instead. */
function call(agent: Agent, url: string, method: string, token: string, body: object): Promise<number | undefined> {
  const payload = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
  };
  return new Promise((resolve) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => resolve(undefined));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(payload);
  });
}
