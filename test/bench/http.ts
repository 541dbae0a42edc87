/** Order pages over HTTP with ten thousand and with a million orders in MariaDB, beside the bare server and driver. */
import { spawn } from 'node:child_process';
import autocannon from 'autocannon';
import Table from 'cli-table3';
import { signToken } from '../../src/http/auth/tokens.ts';
import { idToBytes } from '../../src/lib/ids.ts';
import { encodeCursor } from '../../src/lib/page.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { listOrders, listOwnOrders } from '../../src/orders/read/list-orders.ts';
import { closeEngines, ENGINES, type Engine, openEngines } from '../setup/engines.ts';
import { startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';
import { customerIdAt, makeManyOrders, orderIdAt, placedAt } from './many-orders.ts';
import { type BenchOptions, profileFlags } from './options.ts';

const CONNECTIONS = 32;
const SAMPLES = 200;

interface PageBench {
  readonly name: string;
  readonly token: 'customer' | 'staff';
  /** The address of the n-th sample. */
  path(sample: number): string;
}

interface Line {
  readonly orders: number;
  readonly page: string;
  readonly perSecond: number;
  readonly p99: number;
  readonly floor: number;
}

export async function benchHttp(options: BenchOptions): Promise<void> {
  await openEngines({ durable: true });
  try {
    const engine = ENGINES.find(({ name }) => name === 'MariaDB');
    if (!engine) throw new Error('this bench needs MariaDB on the machine');
    const lines: Line[] = [];
    for (const orders of options.quick ? [1000] : [10_000, 1_000_000])
      lines.push(...(await benchSize(engine, orders, options)));
    print(lines);
  } finally {
    await closeEngines();
  }
}

async function benchSize(engine: Engine, orders: number, options: BenchOptions): Promise<Line[]> {
  const world = await openWorld(engine, {
    ORDERS_RATE_LIMIT_PER_MINUTE: '0',
    ORDERS_ADDRESS_LIMIT_PER_MINUTE: '0',
    ORDERS_LOG_LEVEL: 'error',
  });
  const begun = Date.now();
  await makeManyOrders(world.app.database, orders);
  process.stderr.write(`${orders} orders made in ${Math.round((Date.now() - begun) / 1000)} s\n`);
  const server = await startProcess(['serve'], world.environment, profileFlags(options));
  const floor = await startFloor(world, orders);
  const secret = world.app.config.jwtSecret();
  const tokens = {
    customer: await signToken({ id: customerIdAt(1), role: 'customer' }, secret, { days: 1, nowMs: Date.now() }),
    staff: await world.token(world.staff, 'admin'),
  };
  try {
    const lines: Line[] = [];
    for (const page of pagesOf(orders)) {
      const seconds = options.quick ? 1 : 3;
      const paths = Array.from({ length: SAMPLES }, (_, sample) => page.path(sample));
      const bare = () => load(floor.url, [`/${encodeURI(page.name)}`], {}, seconds);
      const full = () => load(server.url, paths, { authorization: `Bearer ${tokens[page.token]}` }, seconds);
      // By turns, so that a slow moment of the machine falls on both.
      const rounds = [await bare(), await full(), await bare(), await full()] as const;
      const floors = (rounds[0].perSecond + rounds[2].perSecond) / 2;
      const ours = {
        perSecond: (rounds[1].perSecond + rounds[3].perSecond) / 2,
        p99: Math.max(rounds[1].p99, rounds[3].p99),
      };
      lines.push({ orders, page: page.name, ...ours, floor: floors });
      process.stderr.write(`${orders} orders, ${page.name}: ${(ours.perSecond / floors).toFixed(2)} of the floor\n`);
    }
    return lines;
  } finally {
    await server.stop();
    floor.stop();
    await world.close();
  }
}

/** Sample orders of the first customer, so that one token may see them. */
const orderOf = (sample: number, orders: number): number => {
  const customers = Math.ceil(orders / 20);
  return (1 + (sample % 19)) * customers;
};

const pagesOf = (orders: number): PageBench[] => {
  const middle = Math.floor(orders / 2);
  const deep = encodeCursor({ at: placedAt(middle), id: orderIdAt(middle) });
  return [
    { name: 'detail', token: 'customer', path: (sample) => `/orders/${orderIdAt(orderOf(sample, orders))}` },
    { name: 'history', token: 'customer', path: () => '/orders' },
    { name: 'admin list', token: 'staff', path: () => '/orders/admin/all' },
    { name: 'admin list, deep', token: 'staff', path: () => `/orders/admin/all?cursor=${deep}` },
    { name: 'admin list, open', token: 'staff', path: () => '/orders/admin/all?status=processing' },
  ];
};

interface Loaded {
  readonly perSecond: number;
  readonly p99: number;
}

async function load(
  url: string,
  paths: readonly string[],
  headers: Record<string, string>,
  seconds: number,
): Promise<Loaded> {
  const run = (duration: number) =>
    autocannon({ url, connections: CONNECTIONS, duration, headers, requests: paths.map((path) => ({ path })) });
  await run(1);
  const result = await run(seconds);
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${paths[0]}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99: result.latency.p99 };
}

/** The very statements the program sends for each page, sent by a server that does nothing else. */
async function startFloor(world: World, orders: number): Promise<{ url: string; stop(): void }> {
  const statements: Record<string, unknown> = {};
  const { database } = world.app;
  const customer = world.app.context({ kind: 'customer', name: 'c', id: customerIdAt(1) }, 'bench');
  const hex = (value: unknown) => (Buffer.isBuffer(value) ? { hex: value.toString('hex') } : value);
  const capture = async (name: string, ask: () => Promise<unknown>) => {
    const rows = database.rows.bind(database);
    const seen: { sql: string; params: readonly unknown[] }[] = [];
    database.rows = ((sql: string, params: readonly unknown[] = []) => {
      seen.push({ sql, params });
      return rows(sql, params);
    }) as typeof database.rows;
    await ask();
    database.rows = rows;
    statements[name] = { sql: seen[0]?.sql, params: [seen[0]?.params.map(hex) ?? []] };
  };
  await capture('detail', () => getOrder(customer, { order: orderIdAt(orderOf(1, orders)) }));
  const samples = Array.from({ length: SAMPLES }, (_, sample) => [
    { hex: idToBytes(orderIdAt(orderOf(sample, orders))).toString('hex') },
  ]);
  (statements.detail as { params: unknown }).params = samples;
  await capture('history', () => listOwnOrders(customer, {}));
  await capture('admin list', () => listOrders(world.staff, {}));
  const deep = pagesOf(orders)[3]?.path(0).split('cursor=')[1] as string;
  await capture('admin list, deep', () => listOrders(world.staff, { cursor: deep }));
  await capture('admin list, open', () => listOrders(world.staff, { status: ['processing'] }));
  const named = Object.fromEntries(Object.entries(statements).map(([name, value]) => [encodeURI(name), value]));
  const child = spawn(
    process.execPath,
    [
      '--import=tsx',
      'test/bench/http-floor.ts',
      world.environment.ORDERS_DATABASE_URL as string,
      JSON.stringify(named),
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      const found = /http:\S+/.exec(chunk.toString());
      if (found) resolve(found[0]);
      else process.stderr.write(chunk);
    });
    child.once('exit', () => reject(new Error('the floor did not start')));
  });
  return { url, stop: () => void child.kill('SIGTERM') };
}

function print(lines: readonly Line[]): void {
  const table = new Table({
    head: ['orders', 'page', 'req/s', 'p99', 'floor/s', 'ratio'],
    style: { head: [], border: [] },
  });
  for (const { orders, page, perSecond, p99, floor } of lines) {
    table.push([orders, page, perSecond.toFixed(0), `${p99} ms`, floor.toFixed(0), (perSecond / floor).toFixed(2)]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
