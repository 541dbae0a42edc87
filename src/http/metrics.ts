/** What Prometheus is told: requests as they end, and the state of the process, the outbox and the jobs when it asks. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { App } from '../app.ts';
import { jobCounts, outboxDepth } from '../jobs/depth.ts';
import { readTallies } from '../jobs/tallies.ts';
import { listWorkers } from '../jobs/workers.ts';
import { SECOND, toInstant } from '../lib/time.ts';
import { type Board, showBoard } from '../operations/board.ts';

export interface Metrics {
  readonly contentType: string;
  /** One request has been answered. `route` is the pattern, never the address: addresses are without end. */
  answered(call: { readonly method: string; readonly route: string; readonly status: number }, seconds: number): void;
  /** Everything, read afresh. */
  text(app: App): Promise<string>;
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
    async text(app) {
      for (const read of readings) await read(app);
      return registry.metrics();
    },
    close: () => registry.clear(),
  };
}

/** What is read afresh each time, one reading for each thing that is looked at. */
type Reading = (app: App) => Promise<void>;

function createReadings(registry: Registry): readonly Reading[] {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  return [connections(gauge), shop(gauge), outbox(gauge), runs(counter), workers(gauge)];
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;
type MakeCounter = (name: string, help: string, labelNames: string[]) => Counter;

function connections(gauge: MakeGauge): Reading {
  const pool = gauge('orders_database_connections', 'Connections of this process', ['state']);
  const retries = gauge('orders_database_retries', 'Transactions that were tried again since the start');
  return async ({ database }) => {
    for (const [state, count] of Object.entries(database.connections())) pool.set({ state }, count);
    retries.set(database.retries);
  };
}

/** What the shift board shows of orders and parcels, by the name it has there. */
const SHOP: readonly (readonly [name: keyof Board & string, help: string])[] = [
  ['to_pick', 'Orders ready to pick, in nobody’s wave'],
  ['in_waves', 'Orders being picked and packed'],
  ['late', 'Orders that should have shipped'],
  ['held', 'Orders on hold'],
  ['pending', 'Orders that wait for their payment'],
  ['stuck', 'Orders whose parts disagree, or that have waited too long'],
  ['tracking_exceptions', 'Parcels held up or on their way back'],
];

function shop(gauge: MakeGauge): Reading {
  const gauges = SHOP.map(([name, help]) => [name, gauge(`orders_shop_${name}`, help)] as const);
  return async (app) => {
    const board = await showBoard(app.context({ kind: 'system', name: 'metrics' }, 'metrics'), {});
    for (const [name, one] of gauges) one.set(Number(board[name]));
  };
}

function outbox(gauge: MakeGauge): Reading {
  const depth = gauge('orders_outbox_open', 'Outbox rows that are not done', ['kind']);
  const failing = gauge('orders_outbox_failing', 'Outbox rows that were tried in vain and are tried again', ['kind']);
  const age = gauge('orders_outbox_oldest_seconds', 'How long the outbox row that is longest overdue has waited');
  const dead = gauge('orders_outbox_dead', 'Outbox rows that were given up');
  const jobs = gauge('orders_jobs', 'Jobs in the store', ['name', 'state']);
  return async ({ database }) => {
    const found = await outboxDepth(database);
    depth.reset();
    failing.reset();
    for (const { kind, open, failing: again } of found.kinds) {
      depth.set({ kind }, open);
      failing.set({ kind }, again);
    }
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
  return async ({ database }) => {
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
  return async ({ database }) => {
    const known = await listWorkers(database, toInstant(Date.now()));
    const alive = known.filter((worker) => worker.alive).length;
    states.set({ state: 'alive' }, alive);
    states.set({ state: 'dead' }, known.length - alive);
  };
}
