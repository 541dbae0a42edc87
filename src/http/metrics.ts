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
  answered(method: string, route: string, status: number, seconds: number): void;
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
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const pool = gauge('orders_database_connections', 'Connections of this process', ['state']);
  const retries = gauge('orders_database_retries', 'Transactions that were tried again since the start');
  const depth = gauge('orders_outbox_open', 'Outbox rows that are not done', ['kind']);
  const age = gauge('orders_outbox_oldest_seconds', 'How long the oldest open outbox row has waited');
  const dead = gauge('orders_outbox_dead', 'Outbox rows that were given up');
  const jobs = gauge('orders_jobs', 'Jobs in the store', ['name', 'state']);
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const runs = counter('orders_job_runs_total', 'Runs of jobs by how they ended, of all workers', ['job', 'end']);
  const busy = counter('orders_job_seconds_total', 'Time spent in runs of jobs, of all workers', ['job']);
  const rescues = counter('orders_job_rescues_total', 'Work taken over from workers that died', ['job']);
  const workers = gauge('orders_workers', 'Workers that live, and that went without a word', ['state']);

  return {
    contentType: registry.contentType,
    answered(method, route, status, took) {
      requests.inc({ method, route, status });
      seconds.observe({ method, route }, took);
    },
    async text(database) {
      for (const [state, count] of Object.entries(database.connections())) pool.set({ state }, count);
      retries.set(database.retries);
      const outbox = await outboxDepth(database);
      depth.reset();
      for (const { kind, open } of outbox.kinds) depth.set({ kind }, open);
      age.set(outbox.oldestSeconds);
      dead.set(outbox.dead);
      jobs.reset();
      for (const { name, state, count } of await jobCounts(database)) jobs.set({ name, state }, count);
      for (const metric of [runs, busy, rescues]) metric.reset();
      for (const [job, tally] of await readTallies(database)) {
        for (const end of ['done', 'failed', 'dead'] as const) runs.inc({ job, end }, tally[end]);
        busy.inc({ job }, tally.busy_ms / SECOND);
        rescues.inc({ job }, tally.rescued);
      }
      const known = await listWorkers(database, toInstant(Date.now()));
      const alive = known.filter((worker) => worker.alive).length;
      workers.set({ state: 'alive' }, alive);
      workers.set({ state: 'dead' }, known.length - alive);
      return registry.metrics();
    },
    close: () => registry.clear(),
  };
}
