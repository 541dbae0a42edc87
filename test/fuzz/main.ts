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
  const world = await openWorld(engine, {
    ORDERS_RATE_LIMIT_PER_MINUTE: '0',
    ORDERS_CHECKOUT_LIMIT_PER_MINUTE: '0',
    ORDERS_ADDRESS_LIMIT_PER_MINUTE: '0',
    ORDERS_LOG_LEVEL: 'error',
  });
  const skus = ['MUG', 'TEA', 'KET'];
  for (const sku of skus) await world.product(sku, { stock: 100_000 });
  const server = await startProcess(['serve'], world.environment);
  const worker = await startProcess(['worker'], world.environment);
  const customer = await world.customer();
  const tokens = [await world.token(customer.context, 'customer'), await world.token(world.staff, 'admin'), undefined];

  const document = openApi();
  const check = createReplyCheck(document);
  const orders: string[] = [];
  const statuses = new Map<string, number>();
  const faults: string[] = [];
  const known = { skus: [...skus, 'NONE'], etags: ['"2"', '"3"', '"4"', '*', '*', '*', 'x'] };
  const requests = fc.sample(requestsOf(document, known), { numRuns: wanted, seed })[Symbol.iterator]();
  let sent = 0;

  async function send(request: FuzzedRequest, index: number): Promise<void> {
    const staffCall = request.path.includes('/admin/');
    // Mostly somebody who may; the authorization matrix is another test's.
    const token = index % 25 === 0 ? undefined : tokens[staffCall ? 1 : 0];
    const sendsBody = request.body !== undefined && request.method !== 'GET' && request.method !== 'DELETE';
    const path = request.path.replace(ORDER_MARK, (_, at) => orders[Number(at) % orders.length] ?? 'ORD-0000-00000');
    const reply = await fetch(server.url + path, {
      method: request.method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(sendsBody ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      },
      body: sendsBody ? request.body : undefined,
    });
    const text = await reply.text();
    const { status } = reply;
    const seen = `${request.operation} ${status}`;
    statuses.set(seen, (statuses.get(seen) ?? 0) + 1);
    const fault = check({
      method: request.method,
      path: request.path,
      status,
      text,
      type: reply.headers.get('content-type') ?? '',
    });
    if (status >= 500) faults.push(`${request.method} ${path} ${request.body ?? ''}\n  → ${status} ${text}`);
    else if (fault) faults.push(`${request.method} ${path} ${request.body ?? ''}\n  → ${fault}`);
    const id = /^\{"id":"(ord_\w+)","order_number":"(ORD[\w-]+)"/.exec(text);
    if (id?.[1] && id[2]) orders.push(id[1], id[2]);
    if (orders.length > 120) orders.splice(0, 60);
  }

  /** Some orders to begin with, and new ones as old ones come to their end. */
  const supply = async () => {
    const { id, order_number } = await customer
      .buy(skus[sent % skus.length] as string, 2)
      .catch(() => ({ id: '', order_number: '' }));
    if (id) orders.push(id, order_number);
  };
  for (let made = 0; made < 20; made++) await supply();

  async function run(): Promise<void> {
    for (let next = requests.next(); !next.done; next = requests.next()) {
      await send(next.value, sent++);
      if (sent % 40 === 0) await supply();
      if (sent % 5000 === 0) process.stderr.write(`${sent} of ${wanted}, ${faults.length} faults\n`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, run));

  await new Promise((resolve) => setTimeout(resolve, 3000));
  await server.stop();
  await worker.stop();
  const doctor = await runProcess(['doctor'], world.environment);
  const counts = [...statuses].sort().map(([seen, count]) => `${String(count).padStart(7)}  ${seen}`);
  process.stdout.write(`${counts.join('\n')}\n`);
  for (const fault of faults.slice(0, SHOWN)) process.stdout.write(`✗ ${fault}\n`);
  if (doctor.code !== 0) process.stdout.write(doctor.stdout);
  const passed = faults.length === 0 && doctor.code === 0;
  process.stdout.write(
    `${engine.name}, seed ${seed}: ${sent} requests, ${faults.length} faults, doctor ${doctor.code === 0 ? 'clean' : 'not clean'}\n`,
  );
  await world.close();
  return passed ? 0 : 1;
}
