/** Looking at jobs, for operators: pages of them, and how many there are of each name in each state. */
import { computeJobState, type JobsOverview, type JobsQueryOptions, type JobsResult } from 'agenda';
import type { Database } from '../../src/database/database.ts';
import { type Filter, queryFilter } from './filters.ts';
import { COLUMNS, fromRow, type JobRow } from './rows.ts';

const select = (database: Database, rest: string, params: readonly unknown[]): Promise<JobRow[]> =>
  database.rows<JobRow>(`SELECT ${COLUMNS.join(', ')} FROM jobs ${rest}`, params);

export async function listJobs(database: Database, options: JobsQueryOptions = {}): Promise<JobsResult> {
  const filter = queryFilter(options, database.dialect);
  const { state, skip = 0, limit = 0 } = options;
  const now = new Date();
  // A state is computed, not stored: with one, all matching rows are read and paged here.
  const page = state || limit === 0 ? '' : `LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(skip)}`;
  const rows = await select(database, `WHERE ${filter.sql} ORDER BY ${orderOf(options)} ${page}`, filter.params);
  const jobs = rows.map(fromRow).map((job) => ({ ...job, state: computeJobState(job, now) }));
  if (!state) return { jobs: limit === 0 ? jobs.slice(skip) : jobs, total: await countJobs(database, filter) };
  const wanted = jobs.filter((job) => (state === 'paused' ? job.disabled === true : job.state === state));
  return { jobs: wanted.slice(skip, limit > 0 ? skip + limit : undefined), total: wanted.length };
}

export async function overviewOf(database: Database): Promise<JobsOverview[]> {
  const now = new Date();
  const overviews = new Map<string, JobsOverview>();
  for (const job of (await select(database, 'ORDER BY name', [])).map(fromRow)) {
    const overview = overviews.get(job.name) ?? emptyOverview(job.name);
    overviews.set(job.name, overview);
    overview.total += 1;
    overview[computeJobState(job, now)] += 1;
    if (job.disabled) overview.paused += 1;
  }
  return [...overviews.values()];
}

export async function countJobs(database: Database, filter: Filter): Promise<number> {
  const sql = `SELECT COUNT(*) AS total FROM jobs WHERE ${filter.sql}`;
  const [row] = await database.rows<{ total: number }>(sql, filter.params);
  return Number(row?.total ?? 0);
}

const SORT_COLUMNS = {
  nextRunAt: 'next_run_at',
  lastRunAt: 'last_run_at',
  lastFinishedAt: 'last_finished_at',
  priority: 'priority',
  name: 'name',
  data: 'data',
} as const;

function orderOf({ sort }: JobsQueryOptions): string {
  const wanted = Object.entries(sort ?? {})
    .filter(([key, direction]) => key in SORT_COLUMNS && direction !== undefined)
    .map(
      ([key, direction]) => `${SORT_COLUMNS[key as keyof typeof SORT_COLUMNS]} ${direction === 'asc' ? 'ASC' : 'DESC'}`,
    );
  return [...(wanted.length > 0 ? wanted : ['next_run_at DESC', 'last_run_at DESC']), 'id'].join(', ');
}

const emptyOverview = (name: string): JobsOverview => ({
  name,
  total: 0,
  running: 0,
  scheduled: 0,
  queued: 0,
  completed: 0,
  failed: 0,
  repeating: 0,
  paused: 0,
});
