/** Which jobs a worker does: all of them, or those it was started for. */
import { Refusal } from '../../src/errors.ts';
import type { OutboxJob, ScheduledJob } from '../job.ts';
import { OUTBOX_JOBS, SCHEDULED_JOBS } from './index.ts';

export interface JobSelection {
  readonly outbox: readonly OutboxJob[];
  readonly scheduled: readonly ScheduledJob[];
}

export const ALL_JOBS: JobSelection = { outbox: OUTBOX_JOBS, scheduled: SCHEDULED_JOBS };

/** Jobs that belong together, by a name that is easy to type. */
export const JOB_GROUPS: ReadonlyMap<string, readonly string[]> = (() => {
  const groups = new Map<string, readonly string[]>();
  for (const { group, name } of [...OUTBOX_JOBS, ...SCHEDULED_JOBS]) {
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return groups;
})();

export const jobNames = ({ outbox, scheduled }: JobSelection): string[] =>
  [...outbox, ...scheduled].map(({ name }) => name);

/** `mail,tracking` or names of jobs. Throws `usage` when there is no such job. */
export function selectJobs(only: string): JobSelection {
  const groups = `; and groups of them: ${[...JOB_GROUPS.keys()].join(', ')}`;
  const words = only.split(',').map((word) => word.trim());
  const wanted = new Set(words.flatMap((word) => JOB_GROUPS.get(word) ?? [checkJob(word, groups)]));
  return {
    outbox: OUTBOX_JOBS.filter(({ name }) => wanted.has(name)),
    scheduled: SCHEDULED_JOBS.filter(({ name }) => wanted.has(name)),
  };
}

/** The name of a job, as it is. Throws `usage` when there is none of that name. */
export function checkJob(name: string, more = ''): string {
  const names = jobNames(ALL_JOBS);
  if (names.includes(name)) return name;
  throw new Refusal('usage', `There is no job "${name}"; there are: ${names.join(', ')}${more}.`);
}
