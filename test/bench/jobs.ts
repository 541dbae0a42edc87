/**
 * The job stores: how fast jobs are saved and worked off, and how soon one begins. Ours beside Agenda's own backends, all
 * with the same settings; then the whole way from a commit in another process to the beginning of its work.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresBackend } from '@agendajs/postgres-backend';
import { Agenda } from 'agenda';
import Table from 'cli-table3';
import { openApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { announce } from '../../src/outbox/store.ts';
import { silentLogger } from '../../src/platform/log.ts';
import { AGENDA_DEFAULTS, createAgenda } from '../../worker/agenda.ts';
import { createRelay } from '../../worker/relay.ts';
import { closeEngines, openEngines } from '../setup/engines.ts';
import { JOB_STORES } from '../setup/job-stores.ts';
import { hasPostgres, startPostgres } from '../setup/postgres-server.ts';
import { openWorld, type World } from '../setup/world.ts';
import { measure } from './load.ts';
import type { BenchOptions } from './options.ts';

const JOBS = 1000;
const QUICK_JOBS = 100;
/** The test server looks at every document for each call, so it is given fewer. */
const MONGO_JOBS = 200;
const CONCURRENCY = 20;

interface Line {
  readonly store: string;
  readonly enqueued: number;
  readonly done: number;
  readonly pickUp: readonly [p50: number, p95: number];
  readonly afterCommit?: readonly [p50: number, p95: number];
}

export async function benchJobs(options: BenchOptions): Promise<void> {
  const jobs = options.quick ? QUICK_JOBS : JOBS;
  await openEngines({ durable: true });
  try {
    const lines: Line[] = [];
    for (const store of JOB_STORES) {
      const world = await openWorld(store.engine, await store.settings());
      const name = store.name === 'MongoDB' ? "Agenda's MongoDB (FerretDB)" : `ours on ${store.name}`;
      const count = store.name === 'MongoDB' ? Math.min(jobs, MONGO_JOBS) : jobs;
      const measured = await benchAgenda(name, await createAgenda(world.app, 'bench'), count);
      lines.push({ ...measured, afterCommit: await benchCommits(world, count / 10) });
      await world.close();
    }
    if (hasPostgres) lines.push(await benchPostgres(jobs));
    print(lines);
  } finally {
    await closeEngines();
  }
}

async function benchPostgres(jobs: number): Promise<Line> {
  const server = await startPostgres();
  // With a limit of its own Agenda takes no more until its next search; without one it shows what it can.
  try {
    const backend = new PostgresBackend({ connectionString: server.url });
    return await benchAgenda(
      "Agenda's PostgreSQL",
      new Agenda({ ...AGENDA_DEFAULTS, defaultLockLimit: 0, backend }),
      jobs,
    );
  } finally {
    await server.stop();
  }
}

async function benchAgenda(store: string, agenda: Agenda, jobs: number): Promise<Line> {
  await agenda.ready;
  process.stderr.write(`${store} …\n`);
  const enqueued = await measure(
    jobs,
    8,
    async (n) => void (await agenda.create('noop', { n }).schedule(new Date()).save()),
  );
  process.stderr.write(`  saved ${enqueued.perSecond.toFixed(0)} a second\n`);
  let ran = 0;
  let begun = 0;
  agenda.define(
    'noop',
    async () => {
      ran += 1;
    },
    { concurrency: CONCURRENCY },
  );
  agenda.define(
    'ping',
    async () => {
      begun = performance.now();
    },
    { concurrency: CONCURRENCY },
  );
  const from = performance.now();
  await agenda.start();
  while (ran < jobs || (await agenda.queryJobs({ limit: 1 })).total > 0) await sleep(10);
  const done = (jobs * 1000) / (performance.now() - from);
  process.stderr.write(`  worked off ${done.toFixed(0)} a second\n`);
  const waits: number[] = [];
  for (let n = 0; n < jobs / 10; n++) {
    begun = 0;
    const saved = performance.now();
    await agenda.now('ping', { n });
    while (begun === 0) await sleep(1);
    waits.push(begun - saved);
    await sleep(5);
  }
  await agenda.stop();
  return { store, enqueued: enqueued.perSecond, done, pickUp: quantiles(waits) };
}

/** From a commit in another process, as a worker sees it, to the beginning of the work. */
async function benchCommits(world: World, commits: number): Promise<readonly [number, number]> {
  const elsewhere = openApp(loadConfig(world.environment, world.folder), { log: silentLogger });
  const agenda = await createAgenda(world.app, 'bench');
  const relay = createRelay(world.app, agenda);
  let begun = 0;
  agenda.define(
    'send-mail',
    async () => {
      begun = performance.now();
    },
    { concurrency: CONCURRENCY },
  );
  await agenda.start();
  relay.start();
  const context = elsewhere.context({ kind: 'system', name: 'bench' }, 'bench');
  const waits: number[] = [];
  for (let n = 0; n < commits; n++) {
    begun = 0;
    const row = {
      kind: 'send-mail',
      dedupe_key: `bench ${n}`,
      order_id: context.newId('ord'),
      payload: { order_id: 'ord', template: 'x', cause: 'x' },
    } as const;
    await elsewhere.database.atomic('bench', (tx) => announce(tx, context.now(), [row]));
    const committed = performance.now();
    while (begun === 0) await sleep(1);
    waits.push(begun - committed);
    // Anywhere within the relay's interval.
    await sleep(Math.random() * 200);
  }
  await relay.stop();
  await agenda.stop();
  await elsewhere.close();
  return quantiles(waits);
}

function quantiles(waits: number[]): readonly [number, number] {
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? 0;
  return [at(0.5), at(0.95)];
}

function print(lines: readonly Line[]): void {
  const table = new Table({
    head: ['store', 'saved/s', 'done/s', 'pick-up p50 · p95 ms', 'after a commit p50 · p95 ms'],
  });
  const pair = (both?: readonly [number, number]) => both?.map((ms) => ms.toFixed(0)).join(' · ') ?? '';
  for (const line of lines)
    table.push([line.store, line.enqueued.toFixed(0), line.done.toFixed(0), pair(line.pickUp), pair(line.afterCommit)]);
  process.stdout.write(`${table}\n`);
}
