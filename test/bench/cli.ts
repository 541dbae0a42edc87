/** The command beside `node -e 0`, and beside the driver alone, with a million orders in MariaDB: wall and CPU time. */
import { spawnSync } from 'node:child_process';
import Table from 'cli-table3';
import { closeEngines, ENGINES, openEngines } from '../setup/engines.ts';
import { tracking } from '../setup/tracking.ts';
import { openWorld } from '../setup/world.ts';
import { makeManyOrders } from './many-orders.ts';
import type { BenchOptions } from './options.ts';

const RUNS = 15;
const ENTRY = 'dist/bin/orders.js';

const BARE = `
import mysql from 'mysql2';
const connection = mysql.createConnection(process.argv[1]);
connection.query('SELECT * FROM orders WHERE order_number = ?', [process.argv[2]], (error, rows) => {
  process.stdout.write(JSON.stringify(rows[0]));
  connection.end();
});`;

interface Timed {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
}

export async function benchCli(options: BenchOptions): Promise<void> {
  await openEngines({ durable: true });
  try {
    const engine = ENGINES.find(({ name }) => name === 'MariaDB');
    if (!engine) throw new Error('this bench needs MariaDB on the machine');
    const world = await openWorld(engine);
    await makeManyOrders(world.app.database, options.quick ? 1000 : 1_000_000);
    await world.product('TEA', { stock: 1000 });
    const numbers: string[] = [];
    for (let made = 0; made <= RUNS; made++) {
      const customer = await world.customer();
      await customer.put('TEA');
      numbers.push((await customer.checkout()).order.order_number);
    }
    const env = { ...process.env, ...world.environment };
    const url = world.environment.ORDERS_DATABASE_URL as string;
    const run = (name: string, args: (at: number) => string[]) => measure(name, args, env);
    const nothing = run('node -e 0', () => ['-e', '0']);
    const bare = run('bare connect and select', (at) => [
      '--input-type=module',
      '-e',
      BARE,
      url,
      numbers[at] as string,
    ]);
    const lines = [
      nothing,
      bare,
      run('orders --help', () => [ENTRY, '--help']),
      run('orders admin list', () => [ENTRY, 'admin', 'list']),
      run('orders admin show', (at) => [ENTRY, 'admin', 'show', numbers[at] as string]),
      run('orders admin fulfill', (at) => [ENTRY, 'admin', 'fulfill', numbers[at] as string, '-t', tracking(at)]),
      run('orders completion', () => [ENTRY, 'completion', '--words', '--', 'admin', 'show', 'ORD-']),
    ];
    print(lines, nothing, bare);
    await world.close();
  } finally {
    await closeEngines();
  }
}

/** The medians of several runs, in milliseconds. */
function measure(name: string, args: (at: number) => string[], env: NodeJS.ProcessEnv): Timed {
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let at = 0; at <= RUNS; at++) {
    const from = performance.now();
    const { status, stderr } = spawnSync('/usr/bin/env', ['node', ...args(at)], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const wall = performance.now() - from;
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    const used = cpuOfChildren();
    // The first run warms the disk's cache.
    if (at > 0) walls.push(wall);
    if (at > 0) cpus.push(used);
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return { name, wall: median(walls), cpu: median(cpus) };
}

let childCpu = 0;

/** CPU time of the child that has just ended: node tells only its own, the kernel keeps both. */
function cpuOfChildren(): number {
  const fields =
    spawnSync('cat', [`/proc/${process.pid}/stat`])
      .stdout.toString()
      .split(') ')[1]
      ?.split(' ') ?? [];
  // Fields 16 and 17 of proc(5): ticks of 10 ms of children that have been waited for.
  const total = (Number(fields[13]) + Number(fields[14])) * 10;
  const used = total - childCpu;
  childCpu = total;
  return used;
}

function print(lines: readonly Timed[], nothing: Timed, bare: Timed): void {
  const table = new Table({
    head: ['', 'wall', 'CPU', '÷ node -e 0', '÷ bare select'],
    style: { head: [], border: [] },
  });
  for (const { name, wall, cpu } of lines) {
    table.push([
      name,
      `${wall.toFixed(0)} ms`,
      `${cpu.toFixed(0)} ms`,
      (wall / nothing.wall).toFixed(2),
      (wall / bare.wall).toFixed(2),
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
