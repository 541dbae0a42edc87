/** What saving a unique or `single` job does to the one that is there already. Pure. */
import type { JobParameters } from 'agenda';

type Held = JobParameters | undefined;

/** The job to store, or undefined when the one that is there stays as it is. */
export function mergeUnique(job: JobParameters, held: Held, now: Date): JobParameters | undefined {
  if (job.type === 'single') return mergeSingle(job, held, now);
  if (!job.unique) return job;
  const debounce = job.uniqueOpts?.debounce;
  if (debounce) return mergeDebounced(job, held, { now, ...debounce });
  return held && job.uniqueOpts?.insertOnly ? undefined : job;
}

/** A run that is due keeps the time it was due at: defining a schedule again does not postpone it. */
function mergeSingle(job: JobParameters, held: Held, now: Date): JobParameters {
  const due = held && job.nextRunAt && job.nextRunAt <= now;
  return due ? { ...job, nextRunAt: held.nextRunAt } : job;
}

type Debounce = NonNullable<NonNullable<JobParameters['uniqueOpts']>['debounce']>;

function mergeDebounced(
  job: JobParameters,
  held: Held,
  { now, delay, maxWait, strategy }: Debounce & { readonly now: Date },
): JobParameters {
  const debounceStartedAt = held?.debounceStartedAt ?? now;
  if (strategy === 'leading') {
    return { ...job, debounceStartedAt, ...(held ? { nextRunAt: held.nextRunAt } : {}) };
  }
  const waited = now.getTime() - debounceStartedAt.getTime();
  if (held && maxWait && waited >= maxWait) return { ...job, nextRunAt: now, debounceStartedAt: undefined };
  return { ...job, nextRunAt: new Date(now.getTime() + delay), debounceStartedAt };
}
