/**
 * Clocks that were ahead. What such a worker wrote lies days in the future: its repeating jobs would rest until then, and so
 * would the outbox. Pulled back to now by every worker, when it starts and once a minute.
 */
import type { Agenda } from 'agenda';
import type { App } from '../src/app.ts';
import type { Context } from '../src/context.ts';
import { MINUTE } from '../src/lib/time.ts';
import { pullBackOutbox } from '../src/outbox/lease.ts';
import { LOCK_LIFETIME_MS } from './agenda.ts';
import type { ScheduledJob } from './job.ts';

/** Clocks of machines may differ by so much. */
const SLACK_MS = MINUTE;
const LOOK_EVERY_MS = MINUTE;

/** Brings back what lies further ahead than it can. Resolves with how many jobs and outbox rows those were. */
export async function pullBack(
  context: Context,
  agenda: Agenda,
  jobs: readonly ScheduledJob[],
): Promise<{ readonly jobs: number; readonly outbox: number }> {
  const now = Date.parse(context.now());
  let pulled = 0;
  for (const job of jobs) {
    const latest = now + job.everyMs(context) + SLACK_MS;
    const { jobs: stored } = await agenda.queryJobs({ name: job.name });
    const ahead = stored.filter(
      ({ nextRunAt, lockedAt }) =>
        Number(nextRunAt ?? 0) > latest || Number(lockedAt ?? 0) > now + LOCK_LIFETIME_MS + SLACK_MS,
    );
    if (ahead.length === 0) continue;
    pulled += ahead.length;
    await agenda.cancel({ name: job.name });
    await agenda.every(job.everyMs(context), job.name);
  }
  return { jobs: pulled, outbox: await pullBackOutbox(context.db, context.now()) };
}

/** Looks now and then; what it finds is said once in the log. */
export async function watchClocks(
  app: App,
  { agenda, jobs, context }: { readonly agenda: Agenda; readonly jobs: readonly ScheduledJob[]; context(): Context },
): Promise<{ stop(): void }> {
  const look = async () => {
    const pulled = await pullBack(context(), agenda, jobs);
    if (pulled.jobs + pulled.outbox > 0)
      app.log.warn(pulled, 'some work lay in the future, written by a clock that was ahead: it has been pulled back');
  };
  await look().catch(() => {});
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
