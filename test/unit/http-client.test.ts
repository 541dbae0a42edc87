/** Calls to others: the whole of each has a deadline, and what they say about coming again is read. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { retryAfterMs } from '../../src/lib/retry-after.ts';
import { DAY } from '../../src/lib/time.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { createPlaces } from '../../src/webhooks/outbound/places.ts';

describe('a call to somebody else', () => {
  let server: Server;
  const drips: NodeJS.Timeout[] = [];
  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      drips.push(setInterval(() => response.write('.'), 50));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const drip of drips.splice(0)) clearInterval(drip);
    server.closeAllConnections();
    server.close();
  });

  it('ends at its deadline, also when a byte comes now and then', async () => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const from = Date.now();
    const end = await createHttpClient({ baseUrl, timeoutMs: 400 })
      .get('/')
      .catch((error: Error) => error.message);
    expect(end).to.equal('no whole answer within 0.4 s');
    expect(Date.now() - from).to.be.within(390, 5000);
  });

  it('is one of a few to the same receiver, and takes no place from another', async () => {
    const places = createPlaces(2);
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = places.with('slow', () => slow);
    const second = places.with('slow', () => slow);
    expect(places.with('slow', () => slow)).to.equal(undefined);
    expect(await places.with('quick', async () => 'sent')).to.equal('sent');
    finish();
    await Promise.all([first, second]);
    expect(await places.with('slow', async () => 'sent')).to.equal('sent');
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  for (const [header, ms] of [
    ['120', 120_000],
    [' 0 ', 0],
    ['Wed, 25 Nov 2026 12:00:30 GMT', 30_000],
    ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
    ['99999999', DAY],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`"${header}" is ${ms} ms`, () => expect(retryAfterMs(header, now)).to.equal(ms));
  }
});
