/**
 * `npm run fuzz -- --requests N [--seed S]`: requests made from the API's own description against a live server. Fails on
 * any reply of 500 or more, any status or shape that is not in the description, and unless the audit is clean afterwards.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { createReplyCheck, openApi } from '../setup/documented.ts';
import { closeEngines, ENGINES, type Engine, openEngines } from '../setup/engines.ts';
import { runProcess, startProcess } from '../setup/processes.ts';
import { openWorld } from '../setup/world.ts';
import { type FuzzedRequest, ORDER_MARK, requestsOf } from './generate.ts';

const AT_ONCE = 8;
const SHOWN = 10;
const SKUS = ['MUG', 'TEA', 'KET'];

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '5000' }, seed: { type: 'string', default: String(Date.now()) } },
});
const wanted = Number(values.requests);
const seed = Number(values.seed);

await openEngines({ durable: false });
try {
  process.exitCode = await fuzz(ENGINES.at(-1) as Engine);
} finally {
  await closeEngines();
}

async function fuzz(engine: Engine): Promise<number> {
  const shop = await openFuzzedShop(engine);
  const { world, server, worker } = shop;
  const found = await sendAll(shop);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await server.stop();
  await worker.stop();
  const doctor = await runProcess(['doctor'], world.environment);
  await world.close();
  return report(engine, found, doctor);
}

/** A shop with real processes, a customer who keeps buying, and nobody counting calls. */
async function openFuzzedShop(engine: Engine) {
  const world = await openWorld(engine, {
    ORDERS_RATE_LIMIT_PER_MINUTE: '0',
    ORDERS_CHECKOUT_LIMIT_PER_MINUTE: '0',
    ORDERS_ADDRESS_LIMIT_PER_MINUTE: '0',
    ORDERS_LOG_LEVEL: 'error',
  });
  for (const sku of SKUS) await world.product(sku, { stock: 100_000 });
  const server = await startProcess(['serve'], world.environment);
  const worker = await startProcess(['worker'], world.environment);
  const customer = await world.customer();
  const tokens = {
    customer: await world.token(customer.context, 'customer'),
    staff: await world.token(world.staff, 'admin'),
  };
  return { world, server, worker, customer, tokens };
}

type Shop = Awaited<ReturnType<typeof openFuzzedShop>>;

interface Found {
  readonly statuses: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
  readonly sent: number;
}

async function sendAll({ server, customer, tokens }: Shop): Promise<Found> {
  const document = openApi();
  const check = createReplyCheck(document);
  const orders: string[] = [];
  const statuses = new Map<string, number>();
  const faults: string[] = [];
  const known = { skus: [...SKUS, 'NONE'], etags: ['"2"', '"3"', '"4"', '*', '*', '*', 'x'] };
  const requests = fc.sample(requestsOf(document, known), { numRuns: wanted, seed })[Symbol.iterator]();
  let sent = 0;

  async function send(request: FuzzedRequest, index: number): Promise<void> {
    // Mostly somebody who may; the authorization matrix is another test's.
    const token = index % 25 === 0 ? undefined : tokens[request.path.includes('/admin/') ? 'staff' : 'customer'];
    const path = request.path.replace(ORDER_MARK, (_, at) => orders[Number(at) % orders.length] ?? 'ORD-0000-00000');
    const { status, text, type } = await ask(server.url, request, path, token);
    const seen = `${request.operation} ${status}`;
    statuses.set(seen, (statuses.get(seen) ?? 0) + 1);
    const fault = status >= 500 ? text : check({ method: request.method, path, status, text, type });
    if (fault) faults.push(`${request.method} ${path} ${request.body ?? ''}\n  → ${status}: ${fault}`);
    const id = /^\{"id":"(ord_\w+)","order_number":"(ORD[\w-]+)"/.exec(text);
    if (id?.[1] && id[2]) orders.push(id[1], id[2]);
    if (orders.length > 120) orders.splice(0, 60);
  }

  /** Some orders to begin with, and new ones as old ones come to their end. */
  async function supply(): Promise<void> {
    const made = await customer.buy(SKUS[sent % SKUS.length] as string, 2).catch(() => undefined);
    if (made) orders.push(made.id, made.order_number);
  }
  for (let made = 0; made < 20; made++) await supply();

  async function run(): Promise<void> {
    for (let next = requests.next(); !next.done; next = requests.next()) {
      await send(next.value, sent++);
      if (sent % 40 === 0) await supply();
      if (sent % 5000 === 0) process.stderr.write(`${sent} of ${wanted}, ${faults.length} faults\n`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return { statuses, faults, sent };
}

async function ask(url: string, { method, headers, body }: FuzzedRequest, path: string, token: string | undefined) {
  const sendsBody = body !== undefined && method !== 'GET' && method !== 'DELETE';
  const reply = await fetch(url + path, {
    method,
    // A redirect is an answer.
    redirect: 'manual',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(sendsBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: sendsBody ? body : undefined,
  });
  return { status: reply.status, text: await reply.text(), type: reply.headers.get('content-type') ?? '' };
}

function report(engine: Engine, { statuses, faults, sent }: Found, doctor: { code: number; stdout: string }): number {
  const counts = [...statuses].sort().map(([seen, count]) => `${String(count).padStart(7)}  ${seen}`);
  process.stdout.write(`${counts.join('\n')}\n`);
  for (const fault of faults.slice(0, SHOWN)) process.stdout.write(`✗ ${fault}\n`);
  if (doctor.code !== 0) process.stdout.write(doctor.stdout);
  process.stdout.write(
    `${engine.name}, seed ${seed}: ${sent} requests, ${faults.length} faults, doctor ${doctor.code === 0 ? 'clean' : 'not clean'}\n`,
  );
  return faults.length === 0 && doctor.code === 0 ? 0 : 1;
}
