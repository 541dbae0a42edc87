/** Whole checkouts over HTTP against a real server, beside the same rows and commits through the bare drivers. */
import { Agent, request } from 'node:http';
import Table from 'cli-table3';
import type { Id } from '../../src/lib/ids.ts';
import { checkoutBody } from '../setup/api.ts';
import { closeEngines, ENGINES, type Engine, openEngines } from '../setup/engines.ts';
import { startProcess } from '../setup/processes.ts';
import { makeShoppers, type Shopper } from '../setup/shoppers.ts';
import { openWorld } from '../setup/world.ts';
import { openCheckoutFloor } from './checkout-floor.ts';
import { type Measured, measure } from './load.ts';
import { type BenchOptions, profileFlags } from './options.ts';

const AT_ONCE = [1, 8, 32];
const ORDERS = 1500;
const QUICK_ORDERS = 60;
const WARM_UP = 200;

interface Line {
  readonly engine: string;
  readonly atOnce: number;
  readonly checkout: Measured;
  readonly floor: Measured;
}

export async function benchCheckout(options: BenchOptions): Promise<void> {
  await openEngines({ durable: true });
  try {
    const lines: Line[] = [];
    for (const engine of ENGINES) lines.push(...(await benchEngine(engine, options)));
    print(lines);
  } finally {
    await closeEngines();
  }
}

async function benchEngine(engine: Engine, options: BenchOptions): Promise<Line[]> {
  const orders = options.quick ? QUICK_ORDERS : ORDERS;
  const world = await openWorld(engine, { ORDERS_DATABASE_POOL_SIZE: '32' });
  const server = await startProcess(['serve'], world.environment, profileFlags(options));
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const checkOut = ({ token }: Shopper) => post(agent, server.url, '/orders/checkout', token, checkoutBody());
  try {
    const [first, ...warm] = await makeShoppers(world, WARM_UP);
    const example = (await checkOut(first as Shopper)).id;
    await measure(warm.length, 8, async (index) => void (await checkOut(warm[index] as Shopper)));
    const lines: Line[] = [];
    for (const atOnce of AT_ONCE) {
      const floorShoppers = await makeShoppers(world, orders);
      const floor = await benchFloor(world.environment, world.folder, atOnce, example, floorShoppers);
      const shoppers = await makeShoppers(world, orders);
      const checkout = await measure(
        orders,
        atOnce,
        async (index) => void (await checkOut(shoppers[index] as Shopper)),
      );
      lines.push({ engine: engine.name, atOnce, checkout, floor });
      process.stderr.write(`${engine.name}, ${atOnce} at once: ${share(lines.at(-1) as Line)} of the floor\n`);
    }
    return lines;
  } finally {
    agent.destroy();
    await server.stop();
    await world.close();
  }
}

async function benchFloor(
  environment: Readonly<Record<string, string>>,
  folder: string,
  atOnce: number,
  example: Id<'ord'>,
  shoppers: readonly Shopper[],
): Promise<Measured> {
  const floor = await openCheckoutFloor(environment.ORDERS_DATABASE_URL as string, folder, atOnce, example);
  try {
    return await measure(shoppers.length, atOnce, (index) => floor.checkOut(shoppers[index] as Shopper));
  } finally {
    await floor.close();
  }
}

/** One POST with a key of its own. Rejects unless it is answered with 201. */
function post(agent: Agent, url: string, path: string, token: string, body: object): Promise<{ id: Id<'ord'> }> {
  const payload = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'idempotency-key': 'bench',
  };
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        response.statusCode === 201 ? resolve(JSON.parse(text)) : reject(new Error(`${response.statusCode}: ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

const share = ({ checkout, floor }: Line): string => (checkout.perSecond / floor.perSecond).toFixed(2);

function print(lines: readonly Line[]): void {
  const table = new Table({
    head: ['', 'at once', 'orders/s', 'p50', 'p95', 'p99', 'floor/s', 'p50', 'p95', 'p99', 'ratio'],
    style: { head: [], border: [] },
  });
  const figures = ({ perSecond, p50, p95, p99 }: Measured) => [
    perSecond.toFixed(0),
    ...[p50, p95, p99].map((ms) => `${ms.toFixed(1)} ms`),
  ];
  for (const line of lines) {
    table.push([line.engine, line.atOnce, ...figures(line.checkout), ...figures(line.floor), share(line)]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
