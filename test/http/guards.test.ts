/** What keeps the server up: limits, time-outs, metrics, probes, a drain — and card numbers that never reach a log. */
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createLogger } from '../../src/platform/log.ts';
import { caller, checkoutBody } from '../setup/api.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { startProcess } from '../setup/processes.ts';
import { useApi } from '../setup/served.ts';
import { withMug } from './refusals/scenario.ts';

const engine = ENGINES[0] as Engine;

describe('declined payments', () => {
  const api = useApi(engine, { ORDERS_DECLINES_PER_HOUR: '1' });

  it('of several people of one address make it wait, whoever asks next', async () => {
    const { world } = api();
    await world.product('MUG', { stock: 50 });
    const checkout = async (token: string) => {
      const person = await world.customer();
      await person.put('MUG');
      const call = caller(api().url, await world.token(person.context, 'customer'));
      return (await call('POST', '/orders/checkout', checkoutBody(token))).status;
    };
    for (let tried = 0; tried < 3; tried++) expect(await checkout('tok_declined')).to.equal(402);
    expect(await checkout('tok_ok')).to.equal(429);
  });
});

describe('rate limits', () => {
  const api = useApi(engine, {
    ORDERS_RATE_LIMIT_PER_MINUTE: '5',
    ORDERS_CHECKOUT_LIMIT_PER_MINUTE: '2',
    ORDERS_ADDRESS_LIMIT_PER_MINUTE: '3',
  });

  it('count the calls of each caller, and say when to go on', async () => {
    const first = await api().customer('GET', '/cart');
    expect(first.headers.get('ratelimit-policy')).to.equal('"caller";q=5;w=60');
    expect(first.headers.get('ratelimit')).to.match(/^"caller";r=4;t=\d+$/);
    for (let call = 0; call < 4; call++) await api().customer('GET', '/cart');
    const over = await api().customer('GET', '/cart');
    expect([over.status, over.body.code]).to.deep.equal([429, 'too_many_requests']);
    expect(Number(over.headers.get('retry-after'))).to.be.within(1, 60);
    expect((await api().stranger('GET', '/cart')).status).to.equal(200);
  });

  it('are stricter where money moves', async () => {
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await api().customer('POST', '/orders/checkout', {})).status);
    expect(statuses).to.deep.equal([422, 422, 429]);
  });

  it('stop whoever tries one token after the other', async () => {
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await api().as('a.b.c')('GET', '/orders')).status);
    expect(statuses).to.deep.equal([401, 401, 401, 429]);
  });
});

describe('the server', () => {
  const api = useApi(engine);
  beforeEach(() => api().world.product('MUG'));

  const speak = (text: string, patienceMs: number): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(api().url).port), '127.0.0.1', () => socket.write(text));
      let heard = '';
      socket.on('data', (chunk) => {
        heard += chunk.toString();
      });
      socket.on('error', () => resolve(heard));
      socket.on('close', () => resolve(heard));
      setTimeout(() => socket.destroy(), patienceMs);
    });

  it('answers what is no HTTP, and headers without end, with a problem', async () => {
    const heard = await speak('HELLO\r\n\r\n', 2000);
    expect(heard)
      .to.match(/^HTTP\/1\.1 400 /)
      .and.include('application/problem+json')
      .and.include('malformed_request');
    const long = await speak(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 2000);
    expect(long)
      .to.match(/^HTTP\/1\.1 431 /)
      .and.include('headers_too_large');
  });

  it('answers HEAD like GET, without the body', async () => {
    const { status, text, headers } = await api().nobody('HEAD', '/products');
    expect([status, text]).to.deep.equal([200, '']);
    expect(Number(headers.get('content-length'))).to.be.greaterThan(10);
  });

  it('tells Prometheus of requests by route, of the outbox and of jobs', async () => {
    await withMug(api());
    await api().customer('POST', '/orders/checkout', checkoutBody());
    const { text } = await api().nobody('GET', '/metrics');
    expect(text).to.match(/orders_http_requests_total\{method="POST",route="\/orders\/checkout",status="201"\} 1/);
    expect(text).to.match(/orders_http_request_seconds_bucket\{le="0\.0*1",method="PUT",route="\/cart\/items\/:sku"\}/);
    expect(text).to.match(/orders_outbox_open\{kind="send-mail"\} 1/);
    expect(text).to.match(/orders_outbox_oldest_seconds \d/);
    await api().world.work();
    const after = (await api().nobody('GET', '/metrics')).text;
    expect(after).to.include('orders_job_runs_total{job="send-mail",end="done"} 1');
    expect(after).to.include('orders_job_runs_total{job="send-mail",end="failed"} 0');
    expect(after).to.match(/orders_job_seconds_total\{job="send-mail"\} 0\.\d+/);
    expect(after).to.include('orders_job_rescues_total{job="send-mail"} 0');
    expect(after).to.include('orders_workers{state="alive"} 0');
  });

  it('is ready while the database is migrated', async () => {
    expect((await api().nobody('GET', '/readyz')).body).to.deep.equal({ status: 'ready' });
    await api().world.app.database.run("DELETE FROM migrations WHERE name LIKE '0005%'");
    const { status, body } = await api().nobody('GET', '/readyz');
    expect([status, body.code]).to.deep.equal([503, 'migrations_pending']);
    expect((await api().nobody('GET', '/livez')).status).to.equal(200);
  });
});

describe('a card number', () => {
  const api = useApi(engine);

  it('is refused in any field, and is in no log: ten thousand of them', async function () {
    this.timeout(120_000);
    const { world, customer } = api();
    await world.product('MUG');
    const server = await startProcess(['serve'], {
      ...world.environment,
      ORDERS_LOG_LEVEL: 'debug',
      ORDERS_RATE_LIMIT_PER_MINUTE: '0',
      ORDERS_CHECKOUT_LIMIT_PER_MINUTE: '0',
    });
    const token = await world.token((await world.customer()).context, 'customer');
    const cards = Array.from({ length: 10_000 }, (_, index) => luhn(`4${String(100_000_000_000_00 + index * 7919)}`));
    const places: ((card: string) => [path: string, body: object])[] = [
      (card) => ['/orders/checkout', checkoutBody(card)],
      (card) => ['/orders/checkout', { ...checkoutBody(), order_notes: `my card is ${card}, thanks` }],
      (card) => ['/orders/checkout', { ...checkoutBody(), [card]: 1 }],
      (card) => [`/orders/checkout?q=${card}`, checkoutBody()],
      (card) => ['/orders/checkout', { ...checkoutBody(), expected_total: Number(card) }],
    ];
    const send = async (card: string, index: number) => {
      const [path, body] = (places[index % places.length] as (typeof places)[number])(card);
      const { status } = await fetch(server.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return status;
    };
    const statuses = new Set<number>();
    for (let at = 0; at < cards.length; at += 50) {
      const some = await Promise.all(cards.slice(at, at + 50).map((card, index) => send(card, at + index)));
      for (const status of some) statuses.add(status);
    }
    expect([...statuses]).to.deep.equal([422]);
    await server.stop();
    expect(server.said().length).to.be.greaterThan(10_000);
    const logged = cards.filter((card) => server.said().includes(card));
    expect(logged).to.deep.equal([]);
    expect((await customer('GET', '/orders')).body.total).to.equal(0);
  });

  it('is blacked out in whatever is logged', () => {
    let written = '';
    const into = new Writable({
      write(chunk, _, done) {
        written += chunk;
        done();
      },
    });
    createLogger('info', into).info(
      { note: 'card 4111 1111 1111 1111', payment_details: { token: 'tok_x' } },
      '4111111111111111',
    );
    expect(written).to.not.match(/4111|tok_x/);
  });
});

/** The text with its last digit such that the Luhn check passes. */
function luhn(text: string): string {
  const digits = [...text.slice(0, 15)].map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const weighted = (digits.length - index) % 2 === 1 ? digit * 2 : digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits.join('') + ((10 - (sum % 10)) % 10);
}

describe('a drain', () => {
  const api = useApi(engine, { ORDERS_DRAIN_DELAY_SECONDS: '1' });

  it('says not ready first, and answers what has begun', async () => {
    await api().world.product('MUG');
    const buyer = await api().world.customer();
    await buyer.put('MUG');
    const process = await startProcess(['serve'], { ...api().world.environment, ORDERS_OPS_PORT: '0' });
    const ops = /probes and metrics on (http:\S+)/.exec(process.said())?.[1] as string;
    const token = await api().world.token(buyer.context, 'customer');
    const slow = fetch(`${process.url}/orders/checkout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(checkoutBody('tok_slow')),
    });
    await sleep(100);
    const stopped = process.stop('SIGTERM');
    await sleep(200);
    expect((await fetch(`${ops}/readyz`)).status).to.equal(503);
    expect((await fetch(`${ops}/livez`)).status).to.equal(200);
    expect((await slow).status).to.equal(201);
    await stopped;
    expect(await process.ended).to.equal(0);
  });
});
