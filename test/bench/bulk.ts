/**
 * Ten thousand parcels from one manifest on MariaDB, killed with SIGKILL half way and resumed: every order ships once, every
 * customer gets one mail, the audit is clean — and how many rows a second that is.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { childEnvironment } from '../../src/config/child-environment.ts';
import { closeEngines, ENGINES, openEngines } from '../setup/engines.ts';
import { runProcess, startProcess } from '../setup/processes.ts';
import { tracking } from '../setup/tracking.ts';
import { openWorld, type World } from '../setup/world.ts';
import type { BenchOptions } from './options.ts';

const ROWS = 10_000;
const QUICK_ROWS = 200;
const BUYERS_AT_ONCE = 16;

export async function benchBulk(options: BenchOptions): Promise<void> {
  await openEngines({ durable: false });
  try {
    for (const engine of ENGINES.filter(({ name }) => name === 'MariaDB')) {
      const world = await openWorld(engine, { ORDERS_SHIPPED_MAIL_DELAY_SECONDS: '0' });
      await shipKillAndResume(world, options.quick ? QUICK_ROWS : ROWS);
      await world.close();
    }
  } finally {
    await closeEngines();
  }
}

async function shipKillAndResume(world: World, rows: number): Promise<void> {
  const numbers = await buyMany(world, rows);
  const file = join(world.folder, 'manifest.csv');
  writeFileSync(file, `order,tracking\n${numbers.map((number, at) => `${number},${tracking(at)}`).join('\n')}\n`);
  const shipped = () => world.count('shipments');

  const killed = spawn(process.execPath, ['dist/bin/orders.js', 'admin', 'fulfill', '--from', file, '--yes'], {
    env: childEnvironment(world.environment),
    stdio: 'ignore',
  });
  while ((await shipped()) < rows / 2) await sleep(20);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('exit', resolve));
  const before = await shipped();

  const from = performance.now();
  const resumed = await runProcess(['admin', 'fulfill', '--from', file, '--resume', '--yes'], world.environment);
  const seconds = (performance.now() - from) / 1000;
  expect(resumed.code, resumed.stderr).to.equal(0);
  expect(await shipped()).to.equal(rows);
  process.stdout.write(
    `Killed after ${before} of ${rows} rows; resumed: ${rows - before} rows in ${seconds.toFixed(1)} s, ${((rows - before) / seconds).toFixed(0)} rows/s\n`,
  );
  await mailAll(world, rows);
  const doctor = await runProcess(['doctor'], world.environment);
  expect(doctor.code, doctor.stdout).to.equal(0);
  process.stdout.write(`Every order shipped once, every customer got one mail, doctor clean\n`);
}

async function buyMany(world: World, count: number): Promise<string[]> {
  await world.product('MUG', { stock: 1_000_000 });
  const numbers: string[] = [];
  const buyer = async (): Promise<void> => {
    while (numbers.length < count) numbers.push((await (await world.customer()).buy('MUG')).order_number);
  };
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, buyer));
  return numbers.slice(0, count);
}

/** A real worker sends what is owed; then the log of mails and the mails themselves are counted. */
async function mailAll(world: World, rows: number): Promise<void> {
  const worker = await startProcess(['worker'], { ...world.environment, ORDERS_TRACKING_POLL_SECONDS: '86400' });
  const open = async () => {
    const [row] = await world.app.database.rows<{ open: number }>(
      "SELECT COUNT(*) AS open FROM outbox WHERE due_at IS NOT NULL AND kind = 'send-mail'",
    );
    return Number(row?.open);
  };
  while ((await open()) > 0) await sleep(500);
  await worker.stop();
  const [log] = await world.app.database.rows<{ sent: number; orders: number }>(
    "SELECT COUNT(*) AS sent, COUNT(DISTINCT order_id) AS orders FROM notifications WHERE template = 'order-shipped' AND status = 'sent'",
  );
  expect([Number(log?.sent), Number(log?.orders)]).to.deep.equal([rows, rows]);
  const mails = (await world.mails()).filter(({ subject }) => subject?.includes('on its way'));
  expect(new Set(mails.map(({ messageId }) => messageId)).size).to.equal(rows);
  expect(mails).to.have.length(rows);
}
