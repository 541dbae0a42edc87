/** The worker: Agenda, the relay and the jobs, from start to drain. */
import { hostname } from 'node:os';
import type { Agenda, Job } from 'agenda';
import type { App } from '../src/app.ts';
import type { Actor, Context } from '../src/context.ts';
import { dueOutboxRows } from '../src/outbox/store.ts';
import { createAgenda, LOCK_LIFETIME_MS } from './agenda.ts';
import { deliver } from './deliver.ts';
import type { OutboxJob, ScheduledJob } from './job.ts';
import { OUTBOX_JOBS, SCHEDULED_JOBS } from './jobs/index.ts';
import { createRelay } from './relay.ts';

export interface Worker {
  readonly name: string;
  /** Takes no new jobs, lets running ones end (for at most `graceMs`), gives locks back. */
  stop(graceMs?: number): Promise<void>;
}

const SYSTEM: Actor = { kind: 'system', name: 'worker' };
const GRACE_MS = 20_000;

/** Starts working. Resolves when jobs are being taken. */
export async function startWorker(app: App): Promise<Worker> {
  const name = `${hostname()}:${process.pid}`;
  const agenda = await createAgenda(app, name);
  agenda.on('error', (error: Error) =>
    app.log.warn({ error: error.message }, 'the job store has trouble; trying again'),
  );
  for (const job of OUTBOX_JOBS) defineOutboxJob(app, agenda, job);
  for (const job of SCHEDULED_JOBS) defineScheduledJob(app, agenda, job);
  const relay = createRelay(app, agenda);
  await agenda.start();
  for (const job of SCHEDULED_JOBS) await agenda.every(job.everyMs(contextOf(app, job.name)), job.name);
  relay.start();
  return {
    name,
    async stop(graceMs = GRACE_MS) {
      await relay.stop();
      await within(graceMs, agenda.drain());
      await agenda.stop(false);
    },
  };
}

/** Waits for `work`, but no longer than this; a timer of our own, so that none keeps the process alive afterwards. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** One round without a daemon: everything scheduled, then the outbox until it is empty. For tests and cron. */
export async function workOnce(app: App): Promise<void> {
  for (const job of SCHEDULED_JOBS) await job.handle(contextOf(app, job.name));
  for (;;) {
    const context = contextOf(app, 'once');
    const rows = await dueOutboxRows(app.database, context.now(), 100);
    if (rows.length === 0) return;
    for (const row of rows) {
      const job = OUTBOX_JOBS.find(({ name }) => name === row.kind) as OutboxJob;
      await deliver(contextOf(app, row.id), job, row.id);
    }
  }
}

const contextOf = (app: App, requestId: string): Context => app.context(SYSTEM, requestId);

function defineOutboxJob(app: App, agenda: Agenda, outboxJob: OutboxJob): void {
  agenda.define<{ outbox_id: string }>(
    outboxJob.name,
    async (job) => {
      const { outbox_id } = job.attrs.data;
      await whileTouching(job, () => deliver(contextOf(app, outbox_id), outboxJob, outbox_id));
    },
    { concurrency: outboxJob.concurrency },
  );
}

function defineScheduledJob(app: App, agenda: Agenda, scheduled: ScheduledJob): void {
  agenda.define(
    scheduled.name,
    async (job) => {
      try {
        const counts = await whileTouching(job, () => scheduled.handle(contextOf(app, scheduled.name)));
        if (Object.values(counts).some((count) => count > 0)) app.log.info({ job: scheduled.name, ...counts }, 'done');
      } catch (error) {
        app.log.warn({ job: scheduled.name, error: String(error) }, 'failed; it comes round again');
      }
    },
    { concurrency: 1, lockLimit: 1, removeOnComplete: false },
  );
}

/** Keeps the job's lock alive while it runs, so that only a dead worker's lock expires. */
async function whileTouching<T>(
  job: Job<never> | Job<{ outbox_id: string }> | Job<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void job.touch().catch(() => {}), LOCK_LIFETIME_MS / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
