/** The worker: Agenda, the relay and the jobs, from start to drain. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agenda, Job } from 'agenda';
import pTimeout from 'p-timeout';
import type { App } from '../src/app.ts';
import type { Actor, Context } from '../src/context.ts';
import { noteRound } from '../src/jobs/rounds.ts';
import { HEARTBEAT_MS, signalAlive, signOff } from '../src/jobs/workers.ts';
import { MINUTE, SECOND } from '../src/lib/time.ts';
import { isPaused } from '../src/outbox/pauses.ts';
import { createAgenda, LOCK_LIFETIME_MS } from './agenda.ts';
import { watchClocks } from './clocks.ts';
import { deliver } from './deliver.ts';
import type { OutboxJob, ScheduledJob } from './job.ts';
import { ALL_JOBS, type JobSelection, jobNames } from './jobs/select.ts';
import { createRelay } from './relay.ts';
import { createJobTally, type JobTally } from './tally.ts';

export interface Worker {
  readonly name: string;
  /** Takes no new jobs, lets running ones end (for at most `graceMs`), gives locks back. */
  stop(graceMs?: number): Promise<void>;
}

const SYSTEM: Actor = { kind: 'system', name: 'worker' };
const GRACE_MS = 20_000;
/** What a worker has counted since then is lost with it. */
const BOOK_EVERY_MS = 2 * SECOND;

/** Starts working. Resolves when jobs are being taken. */
export async function startWorker(app: App, jobs: JobSelection = ALL_JOBS): Promise<Worker> {
  const name = `${hostname()}:${process.pid}`;
  const agenda = await agendaWhenThere(app, name);
  agenda.on(
    'error',
    onceAMinute((error: Error) => app.log.warn({ error: error.message }, 'the job store failed; trying again')),
  );
  const tally = createJobTally();
  for (const job of jobs.outbox) defineOutboxJob(app, agenda, { outboxJob: job, tally });
  for (const job of jobs.scheduled) defineScheduledJob(app, agenda, { scheduled: job, tally });
  const relay = createRelay(
    app,
    agenda,
    jobs.outbox.map((job) => job.name),
  );
  await agenda.start();
  for (const job of jobs.scheduled) await beginRounds(app, agenda, job);
  const clocks = await watchClocks(app, { agenda, jobs: jobs.scheduled, context: () => contextOf(app, 'clocks') });
  relay.start();
  const heartbeat = await startHeartbeat(app, { name, jobs, tally });
  return {
    name,
    async stop(graceMs = GRACE_MS) {
      clocks.stop();
      await relay.stop();
      await pTimeout(agenda.drain(), { milliseconds: graceMs, fallback: () => {} });
      await agenda.stop();
      await heartbeat.stop();
    },
  };
}

/** Has a job come round, the first time at once. */
async function beginRounds(app: App, agenda: Agenda, job: ScheduledJob): Promise<void> {
  const context = contextOf(app, job.name);
  await agenda.every(job.everyMs(context), job.name);
  await noteRound(context.db, { job: job.name, every_ms: job.everyMs(context), last_at: context.now() });
}

const ASK_AGAIN_MS = 2 * SECOND;

/** While the job store does not answer a worker waits, and says so now and then. */
async function agendaWhenThere(app: App, name: string): Promise<Agenda> {
  const say = onceAMinute((error: unknown) =>
    app.log.warn({ error: String(error) }, 'the job store does not answer; waiting until it does'),
  );
  for (;;) {
    try {
      return await createAgenda(app, name);
    } catch (error) {
      say(error);
      await sleep(ASK_AGAIN_MS);
    }
  }
}

/** While the job store is away every search of every kind fails: one line a minute says so. */
function onceAMinute<T>(say: (value: T) => void): (value: T) => void {
  let saidAt = 0;
  return (value) => {
    if (Date.now() - saidAt < MINUTE) return;
    saidAt = Date.now();
    say(value);
  };
}

/** Tells every few seconds that this worker lives, and what it has done; a database that is away is told later. */
async function startHeartbeat(
  app: App,
  { name, jobs, tally }: { readonly name: string; readonly jobs: JobSelection; readonly tally: JobTally },
): Promise<{ stop(): Promise<unknown> }> {
  const now = () => contextOf(app, 'heartbeat').now();
  const worker = { name, jobs: jobNames(jobs).join(','), started_at: now() };
  const book = () => tally.book(app.database, now().slice(0, 10));
  const once = () => signalAlive(app.database, { ...worker, seen_at: now() }).catch(() => {});
  await once();
  const beats = setInterval(once, HEARTBEAT_MS);
  const books = setInterval(() => void book().catch(() => {}), BOOK_EVERY_MS);
  return {
    async stop() {
      clearInterval(beats);
      clearInterval(books);
      try {
        await book();
        await signOff(app.database, name);
      } catch {}
    },
  };
}

const contextOf = (app: App, requestId: string): Context => app.context(SYSTEM, requestId);

function defineOutboxJob(
  app: App,
  agenda: Agenda,
  { outboxJob, tally }: { readonly outboxJob: OutboxJob; readonly tally: JobTally },
): void {
  agenda.define<{ outbox_id: string }>(
    outboxJob.name,
    async (job) => {
      const { outbox_id } = job.attrs.data;
      await whileTouching(job, () => deliver(contextOf(app, outbox_id), outboxJob, { outboxId: outbox_id, tally }));
    },
    { concurrency: outboxJob.concurrency },
  );
}

function defineScheduledJob(
  app: App,
  agenda: Agenda,
  { scheduled, tally }: { readonly scheduled: ScheduledJob; readonly tally: JobTally },
): void {
  agenda.define(
    scheduled.name,
    async (job) => {
      const from = Date.now();
      const count = (end: 'done' | 'failed') => tally.count(scheduled.name, { [end]: 1, busy_ms: Date.now() - from });
      try {
        if (await isPaused(app.database, scheduled.name)) return;
        const counts = await whileTouching(job, () => scheduled.handle(contextOf(app, scheduled.name)));
        count('done');
        const context = contextOf(app, scheduled.name);
        await noteRound(context.db, {
          job: scheduled.name,
          every_ms: scheduled.everyMs(context),
          last_at: context.now(),
        });
        const facts = { job: scheduled.name, ms: Date.now() - from, ...counts };
        const { checked: _looked = 0, polled: _asked = 0, ...news } = counts;
        if (Object.values(news).some((number) => number > 0)) app.log.info(facts, 'done');
        else app.log.debug(facts, 'done');
      } catch (error) {
        count('failed');
        app.log.warn({ job: scheduled.name, error: String(error) }, 'failed; the next run tries again');
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
