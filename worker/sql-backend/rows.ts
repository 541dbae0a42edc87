/**
 * Jobs as rows. What is searched and locked by has columns (times in milliseconds); the rest of Agenda's parameters is
 * one JSON text.
 */
import type { JobParameters } from 'agenda';
import { toJobId } from 'agenda';
import { canonicalJson, sha256 } from '../../src/lib/canonical.ts';
import { type Id, idFromBytes } from '../../src/lib/ids.ts';

export interface JobRow {
  id: Buffer;
  name: string;
  type: string;
  priority: number;
  unique_key: string | null;
  next_run_at: number | null;
  locked_at: number | null;
  last_run_at: number | null;
  last_finished_at: number | null;
  failed_at: number | null;
  disabled: number;
  last_modified_by: string | null;
  data: string;
  attributes: string;
}

export const COLUMNS = [
  'id',
  'name',
  'type',
  'priority',
  'unique_key',
  'next_run_at',
  'locked_at',
  'last_run_at',
  'last_finished_at',
  'failed_at',
  'disabled',
  'last_modified_by',
  'data',
  'attributes',
] as const;

/** Kept in `attributes`: what no query asks for. Dates among them are named in `DATES`. */
const ATTRIBUTES = [
  'failCount',
  'failReason',
  'repeatTimezone',
  'repeatInterval',
  'repeatAt',
  'progress',
  'uniqueOpts',
  'unique',
  'debounceStartedAt',
  'fork',
  'startDate',
  'endDate',
  'skipDays',
] as const;
const DATES: ReadonlySet<string> = new Set(['debounceStartedAt', 'startDate', 'endDate']);

const toMs = (date: Date | string | null | undefined): number | null => (date ? new Date(date).getTime() : null);
const toDate = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(Number(ms)));

/**
 * What makes a job the only one of its kind: its name for `single` jobs, its name and `unique` constraint for unique
 * ones. One unique index over it does what a find-and-modify by those fields would.
 */
export function uniqueKeyOf(job: JobParameters): string | null {
  if (job.type === 'single') return sha256(canonicalJson(['single', job.name]));
  return job.unique ? sha256(canonicalJson(['unique', job.name, job.unique])) : null;
}

/** The columns of a job, all but its id. */
export function toColumns(job: JobParameters, modifiedBy: string | undefined): Omit<JobRow, 'id'> {
  const attributes = Object.fromEntries(
    ATTRIBUTES.filter((name) => job[name] !== undefined && job[name] !== null).map((name) => [name, job[name]]),
  );
  return {
    name: job.name,
    type: job.type,
    priority: job.priority ?? 0,
    unique_key: uniqueKeyOf(job),
    next_run_at: toMs(job.nextRunAt),
    ...stateColumns(job),
    disabled: job.disabled ? 1 : 0,
    last_modified_by: modifiedBy ?? null,
    data: JSON.stringify(job.data ?? null),
    attributes: JSON.stringify(attributes),
  };
}

const stateColumns = (job: JobParameters) => ({
  locked_at: toMs(job.lockedAt),
  last_run_at: toMs(job.lastRunAt),
  last_finished_at: toMs(job.lastFinishedAt),
  failed_at: toMs(job.failedAt),
});

/** The columns of a job that running it changes. */
export function toStateColumns(job: JobParameters, modifiedBy: string | undefined) {
  return { ...stateColumns(job), next_run_at: toMs(job.nextRunAt), last_modified_by: modifiedBy ?? null };
}

const STATE_ATTRIBUTES = ['progress', 'failReason', 'failCount'] as const;

/** The attributes that running a job changes, set among the others in place; both engines know this function. */
export const SET_STATE_ATTRIBUTES = `JSON_SET(attributes, ${STATE_ATTRIBUTES.map((name) => `'$.${name}', ?`).join(', ')})`;
/** Its parameters. */
export const stateAttributes = (job: JobParameters) => STATE_ATTRIBUTES.map((name) => job[name] ?? null);

const jobIdOf = (row: Pick<JobRow, 'id'>): Id<'job'> => idFromBytes('job', row.id);

export function fromRow(row: JobRow): JobParameters & { _id: NonNullable<JobParameters['_id']> } {
  const attributes = JSON.parse(row.attributes) as Record<string, unknown>;
  for (const name of DATES) {
    if (attributes[name]) attributes[name] = new Date(attributes[name] as string);
  }
  for (const name of STATE_ATTRIBUTES) attributes[name] ??= undefined;
  return {
    ...attributes,
    _id: toJobId(jobIdOf(row)),
    name: row.name,
    type: row.type as JobParameters['type'],
    priority: Number(row.priority),
    nextRunAt: toDate(row.next_run_at) ?? null,
    lockedAt: toDate(row.locked_at),
    lastRunAt: toDate(row.last_run_at),
    lastFinishedAt: toDate(row.last_finished_at),
    failedAt: toDate(row.failed_at),
    disabled: Number(row.disabled) === 1,
    lastModifiedBy: row.last_modified_by ?? undefined,
    data: JSON.parse(row.data),
  };
}
