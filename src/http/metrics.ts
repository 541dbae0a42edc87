/** What Prometheus is told: requests as they end, and the state of the process, the outbox and the jobs when it asks. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import { jobCounts, outboxDepth } from '../jobs/depth.ts';
import { readTallies } from '../jobs/tallies.ts';
import { listWorkers } from '../jobs/workers.ts';
import { SECOND, toInstant } from '../lib/time.ts';

export interface Metrics {
  readonly contentType: string;
  /** One request has been answered. `route` is the pattern, never the address: addresses are without end. */
  answered(call: { readonly method: string; readonly route: string; readonly status: number }, seconds: number): void;
  /** Everything, read afresh. */
  text(database: Database): Promise<string>;
  close(): void;
}

/** From a page out of the cache to a checkout that waits for its gateway. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'orders_http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'orders_http_request_seconds',
    help: 'How long answers took',
    labelNames: ['method', 'route'],
    buckets: BUCKETS,
    registers,
  });
  const readings = createReadings(registry);
  return {
    contentType: registry.contentType,
    answered({ method, route, status }, took) {
      requests.inc({ method, route, status });
      seconds.observe({ method, route }, took);
    },
    async text(database) {
      for (const read of readings) await read(database);
      return registry.metrics();
    },
    close: () => registry.clear(),
  };
}

/** What is read afresh each time, one reading for each thing that is looked at. */
type Reading = (database: Database) => Promise<void>;

function createReadings(registry: Registry): readonly Reading[] {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  return [connections(gauge), outbox(gauge), runs(counter), workers(gauge)];
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;
type MakeCounter = (name: string, help: string, labelNames: string[]) => Counter;

function connections(gauge: MakeGauge): Reading {
  const pool = gauge('orders_database_connections', 'Connections of this process', ['state']);
  const retries = gauge('orders_database_retries', 'Transactions that were tried again since the start');
  return async (database) => {
    for (const [state, count] of Object.entries(database.connections())) pool.set({ state }, count);
    retries.set(database.retries);
  };
}

function outbox(gauge: MakeGauge): Reading {
  const depth = gauge('orders_outbox_open', 'Outbox rows that are not done', ['kind']);
  const age = gauge('orders_outbox_oldest_seconds', 'How long the oldest open outbox row has waited');
  const dead = gauge('orders_outbox_dead', 'Outbox rows that were given up');
  const jobs = gauge('orders_jobs', 'Jobs in the store', ['name', 'state']);
  return async (database) => {
    const found = await outboxDepth(database);
    depth.reset();
    for (const { kind, open } of found.kinds) depth.set({ kind }, open);
    age.set(found.oldestSeconds);
    dead.set(found.dead);
    jobs.reset();
    for (const { name, state, count } of await jobCounts(database)) jobs.set({ name, state }, count);
  };
}

function runs(counter: MakeCounter): Reading {
  const ends = counter('orders_job_runs_total', 'Runs of jobs by how they ended, of all workers', ['job', 'end']);
  const busy = counter('orders_job_seconds_total', 'Time spent in runs of jobs, of all workers', ['job']);
  const rescues = counter('orders_job_rescues_total', 'Work taken over from workers that died', ['job']);
  return async (database) => {
    for (const metric of [ends, busy, rescues]) metric.reset();
    for (const [job, tally] of await readTallies(database)) {
      for (const end of ['done', 'failed', 'dead'] as const) ends.inc({ job, end }, tally[end]);
      busy.inc({ job }, tally.busy_ms / SECOND);
      rescues.inc({ job }, tally.rescued);
    }
  };
}

function workers(gauge: MakeGauge): Reading {
  const states = gauge('orders_workers', 'Workers that live, and that went without a word', ['state']);
  return async (database) => {
    const known = await listWorkers(database, toInstant(Date.now()));
    const alive = known.filter((worker) => worker.alive).length;
    states.set({ state: 'alive' }, alive);
    states.set({ state: 'dead' }, known.length - alive);
  };
}
