/** What other programs are told of an order: every event, signed, until they have taken it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { webhookShape } from '../../src/webhooks/outbound/deliver-webhook.ts';
import { signWebhook } from '../../src/webhooks/outbound/sign.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

interface Message {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: messages are looked into freely
  readonly body: any;
}

class Receiver {
  readonly messages: Message[] = [];
  /** What to answer with, for each next message; 204 when there is none. */
  readonly answers: number[] = [];
  /** Sent with every answer. */
  headers: Record<string, string> = {};
  /** How long each answer takes. */
  slowMs = 0;
  private server: Server | undefined;

  async open(): Promise<string> {
    this.server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const text = Buffer.concat(parts).toString();
      this.messages.push({ path: String(request.url), headers: request.headers, text, body: JSON.parse(text) });
      const status = this.answers.shift() ?? 204;
      await sleep(this.slowMs);
      response
        .writeHead(status, { ...this.headers, ...(status === 302 ? { location: '/elsewhere' } : {}) })
        .end(status === 204 ? '' : 'not now');
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

onEveryEngine('a receiver of webhooks', (engine) => {
  let receiver: Receiver;
  const world = useWorld(engine, async () => {
    receiver = new Receiver();
    return { ORDERS_WEBHOOK_URLS: `${await receiver.open()}/hooks`, ORDERS_WEBHOOK_SECRET: SECRET };
  });
  beforeEach(() => world().product('MUG'));
  afterEach(() => receiver.close());
  const kinds = () => receiver.messages.map(({ body }) => body.type);
  const webhooks = () =>
    world().app.database.rows<{ attempts: number; last_error: string | null; done_at: unknown; dead_at: unknown }>(
      "SELECT attempts, last_error, done_at, dead_at FROM outbox WHERE kind = 'deliver-webhook'",
    );

  it('is told of every event of an order but notes, in signed messages', async () => {
    const { id, order_number } = await (await world().customer()).buy('MUG');
    await world().work();
    await noteOrder(world().staff, { order: id, note: 'likes blue' });
    await cancelOrder(world().staff, { order: id });
    await world().work();
    expect(kinds()).to.have.members([
      'order.placed',
      'payment.captured',
      'order.confirmed',
      'order.processing',
      'order.cancelled',
      'refund.requested',
      'refund.succeeded',
    ]);
    const sequences = receiver.messages.map(({ body }) => body.data.sequence).sort((a, b) => a - b);
    expect(sequences).to.deep.equal([1, 2, 3, 4, 6, 7, 8]);
    for (const { path, headers, text, body } of receiver.messages) {
      expect(path).to.equal('/hooks');
      expect(headers['content-type']).to.equal('application/json');
      const { 'webhook-id': messageId = '', 'webhook-timestamp': at = '', 'webhook-signature': signature } = headers;
      const wanted = signWebhook(SECRET, { id: String(messageId), seconds: Number(at), body: text });
      expect(signature).to.equal(wanted['webhook-signature']);
      expect(webhookShape.safeParse(body).error).to.equal(undefined);
      expect(body.data).to.include({ order_id: id, order_number });
      expect(text).to.not.match(/likes blue|Hauptstra|example\.org/);
    }
    await world().expectClean();
  });

  it('that is down, refuses or redirects gets the same message again, later', async () => {
    await (await world().customer()).buy('MUG');
    receiver.answers.push(...Array.from({ length: 4 }, () => 500), ...Array.from({ length: 4 }, () => 302));
    for (let hour = 0; hour < 3; hour++) {
      await world().work();
      world().pass(HOUR);
    }
    const placed = receiver.messages.filter(({ body }) => body.type === 'order.placed');
    expect(placed.length).to.be.at.least(3);
    expect(new Set(placed.map(({ text }) => text)).size).to.equal(1);
    expect(new Set(placed.map(({ headers }) => headers['webhook-id'])).size).to.equal(1);
    expect(receiver.messages.map(({ path }) => path)).to.not.include('/elsewhere');
    for (const row of await webhooks()) expect(row.done_at).to.not.equal(null);
  });

  it('that cannot be reached holds up nothing else, and the reason is kept', async () => {
    receiver.close();
    await (await world().customer()).buy('MUG');
    await world().work();
    expect(await world().mails()).to.have.length(1);
    for (const { last_error, dead_at } of await webhooks()) {
      expect(last_error).to.match(/ECONNREFUSED/);
      expect(dead_at).to.equal(null);
    }
  });

  it('that says when to come again is asked then, and not before', async () => {
    receiver.headers = { 'retry-after': '7200' };
    receiver.answers.push(429, 429, 503, 429, 429, 429);
    await (await world().customer()).buy('MUG');
    await world().work();
    const refused = receiver.messages.length;
    world().pass(HOUR);
    await world().work();
    expect(receiver.messages).to.have.length(refused);
    receiver.answers.length = 0;
    world().pass(1.1 * HOUR);
    await world().work();
    for (const { attempts, done_at } of await webhooks()) {
      expect(attempts).to.equal(2);
      expect(done_at).not.to.equal(null);
    }
  });

  it('that is slow has three messages under way, and what waits for a place has not been attempted', async () => {
    receiver.slowMs = 300;
    const { id } = await (await world().customer()).buy('MUG');
    await world().work();
    receiver.slowMs = 0;
    for (let round = 0; round < 3; round++) {
      world().pass(5 * SECOND);
      await world().work();
    }
    const rows = await webhooks();
    expect(rows.length, id).to.be.greaterThan(3);
    for (const { attempts, done_at } of rows) {
      expect(attempts).to.equal(1);
      expect(done_at).not.to.equal(null);
    }
  });

  it('that says it is gone is not asked again', async () => {
    receiver.answers.push(...Array.from({ length: 10 }, () => 410));
    await (await world().customer()).buy('MUG');
    await world().work();
    for (const { attempts, last_error, dead_at } of await webhooks()) {
      expect(Number(attempts)).to.equal(1);
      expect(dead_at).to.not.equal(null);
      expect(last_error).to.match(/^127\.0\.0\.1:\d+ answered 410: not now/);
    }
  });

  it('loses nothing when the worker dies between the answer and its own commit: the message comes again', async () => {
    await (await world().customer()).buy('MUG');
    await world().work();
    const before = receiver.messages.length;
    // As the rows are when a worker was killed: leased, and not done.
    await world().app.database.run(
      "UPDATE outbox SET done_at = NULL, due_at = '2026-01-01 00:00:00.000', lease_token = 'dead', lease_until = '2026-01-01 00:00:00.000' WHERE kind = 'deliver-webhook'",
    );
    world().pass(SECOND);
    await world().work();
    expect(receiver.messages).to.have.length(2 * before);
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).to.equal(before);
  });
});
