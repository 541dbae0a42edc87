/**
 * Agenda's job store on the program's own SQL database. A job is locked by a guarded update that compares everything the
 * decision was made on — the lock *and* the next run — so that of any number of workers exactly one gets it.
 */
import type {
  JobId,
  JobParameters,
  JobRepository,
  JobRepositoryOptions,
  JobsOverview,
  JobsQueryOptions,
  JobsResult,
  RemoveJobsOptions,
} from 'agenda';
import type { Database } from '../../src/database/database.ts';
import { DuplicateKey } from '../../src/database/faults.ts';
import { idToBytes, newId, parseId } from '../../src/lib/ids.ts';
import { Candidates } from './candidates.ts';
import { removalFilter } from './filters.ts';
import { countJobs, listJobs, overviewOf } from './overview.ts';
import {
  COLUMNS,
  fromRow,
  type JobRow,
  SET_STATE_ATTRIBUTES,
  stateAttributes,
  toColumns,
  toStateColumns,
  uniqueKeyOf,
} from './rows.ts';
import { mergeUnique } from './unique.ts';

const LIST = COLUMNS.join(', ');
const WRITABLE = COLUMNS.filter((column) => column !== 'id');
/** Candidates of one search: each is a lock without another search, and another worker may be quicker on the first few. */
const CANDIDATES = 20;
const SEARCH_ORDER = 'next_run_at, priority DESC, id';

interface Guard {
  /** More of a WHERE clause, with its values. */
  readonly guard: string;
  readonly params: readonly unknown[];
}

export class SqlJobRepository implements JobRepository {
  private readonly database: Database;
  private readonly candidates = new Candidates();

  constructor(database: Database) {
    this.database = database;
  }

  /** The schema is the program's own; there is nothing to make. */
  async connect(): Promise<void> {}

  async getJobById(id: string): Promise<JobParameters | null> {
    const row = await this.read(id);
    return row ? fromRow(row) : null;
  }

  queryJobs(options?: JobsQueryOptions): Promise<JobsResult> {
    return listJobs(this.database, options);
  }

  getJobsOverview(): Promise<JobsOverview[]> {
    return overviewOf(this.database);
  }

  async getDistinctJobNames(): Promise<string[]> {
    const rows = await this.database.rows<{ name: string }>('SELECT DISTINCT name FROM jobs ORDER BY name');
    return rows.map(({ name }) => name);
  }

  getQueueSize(): Promise<number> {
    return countJobs(this.database, { sql: 'next_run_at < ?', params: [Date.now()] });
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    this.candidates.forget();
    const filter = removalFilter(options, this.database.dialect);
    return filter ? this.database.run(`DELETE FROM jobs WHERE ${filter.sql}`, filter.params) : 0;
  }

  purgeAllJobs(): Promise<number> {
    this.candidates.forget();
    return this.database.run('DELETE FROM jobs');
  }

  async saveJob<DATA = unknown>(
    job: JobParameters<DATA>,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters<DATA>> {
    const plain = job as JobParameters;
    this.candidates.forget(job.name);
    const saved = plain._id ? await this.saveKnown(plain, options) : await this.saveNew(plain, options);
    return saved as JobParameters<DATA>;
  }

  async saveJobState(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<void> {
    const id = parseId('job', String(job._id));
    const columns = toStateColumns(job, options?.lastModifiedBy);
    const set = Object.keys(columns).map((column) => `${column} = ?`);
    const values = [...Object.values(columns), ...stateAttributes(job)];
    const sql = `UPDATE jobs SET ${set.join(', ')}, attributes = ${SET_STATE_ATTRIBUTES} WHERE id = ? AND name = ?`;
    if (!id || (await this.database.run(sql, [...values, idToBytes(id), job.name])) === 0) {
      throw new Error(
        `job ${String(job._id)} (name: ${job.name}) cannot be updated in the database, maybe it does not exist anymore?`,
      );
    }
  }

  async lockJob(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<JobParameters | undefined> {
    const row = await this.read(String(job._id));
    if (!row || row.locked_at !== null || Number(row.disabled) === 1) return undefined;
    if (Number(row.next_run_at) !== (job.nextRunAt?.getTime() ?? 0)) return undefined;
    return this.lock(row, Date.now(), options);
  }

  async unlockJob(job: JobParameters): Promise<void> {
    await this.unlockJobs([job._id as JobId]);
  }

  async unlockJobs(jobIds: (JobId | string)[]): Promise<void> {
    const ids = jobIds.flatMap((id) => parseId('job', String(id)) ?? []).map(idToBytes);
    if (ids.length === 0) return;
    await this.database.run(`UPDATE jobs SET locked_at = NULL WHERE id IN (${ids.map(() => '?').join(', ')})`, ids);
  }

  async getNextJobToRun(
    jobName: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date = new Date(),
    options?: JobRepositoryOptions,
  ): Promise<JobParameters | undefined> {
    for (;;) {
      const known = this.candidates.of(jobName);
      const rows = known ?? (await this.search(jobName, nextScanAt.getTime(), lockDeadline.getTime()));
      if (!known) this.candidates.remember(jobName, rows);
      const all = rows.length;
      for (let row = rows.shift(); row; row = rows.shift()) {
        const locked = isWanted(row, nextScanAt) && (await this.lock(row, now.getTime(), options));
        if (locked) return locked;
      }
      if (!known && all < CANDIDATES) return undefined;
    }
  }

  /** The next jobs that are free and due, or whose lock has expired; each half is read from an index in its order. */
  private async search(name: string, dueAt: number, lockDeadline: number): Promise<JobRow[]> {
    const half = (condition: string) => `SELECT * FROM (SELECT ${LIST} FROM jobs
      WHERE name = ? AND disabled = 0 AND ${condition} ORDER BY ${SEARCH_ORDER} LIMIT ${CANDIDATES}) half`;
    return this.database.rows<JobRow>(
      `${half('locked_at IS NULL AND next_run_at <= ?')} UNION ALL ${half('locked_at <= ?')} ORDER BY ${SEARCH_ORDER}`,
      [name, dueAt, name, lockDeadline],
    );
  }

  disableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.setDisabled(options, 1);
  }

  enableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.setDisabled(options, 0);
  }

  private async setDisabled(options: RemoveJobsOptions, disabled: 0 | 1): Promise<number> {
    this.candidates.forget();
    const filter = removalFilter(options, this.database.dialect);
    return filter
      ? this.database.run(`UPDATE jobs SET disabled = ? WHERE ${filter.sql}`, [disabled, ...filter.params])
      : 0;
  }

  /** Takes the lock if the row is still as it was read. */
  private async lock(
    row: JobRow,
    at: number,
    options: JobRepositoryOptions | undefined,
  ): Promise<JobParameters | undefined> {
    const same = (column: string, value: number | null) => (value === null ? `${column} IS NULL` : `${column} = ?`);
    const guard = `AND disabled = 0 AND ${same('locked_at', row.locked_at)} AND ${same('next_run_at', row.next_run_at)}`;
    const params = [row.locked_at, row.next_run_at].filter((value) => value !== null);
    const changes = { locked_at: at, last_modified_by: options?.lastModifiedBy ?? null };
    return (await this.write(row.id, changes, { guard, params })) > 0 ? fromRow({ ...row, ...changes }) : undefined;
  }

  private async saveKnown(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<JobParameters> {
    const row = await this.read(String(job._id));
    if (!row || row.name !== job.name) return job;
    const columns = { ...toColumns(job, options?.lastModifiedBy), unique_key: row.unique_key };
    await this.write(row.id, columns);
    return fromRow({ id: row.id, ...columns });
  }

  /** Most jobs are new, so the insert comes first; what it finds there is merged with. */
  private async saveNew(job: JobParameters, options: JobRepositoryOptions | undefined): Promise<JobParameters> {
    const key = uniqueKeyOf(job);
    for (;;) {
      try {
        return await this.insert(toColumns(mergeUnique(job, undefined, new Date()) ?? job, options?.lastModifiedBy));
      } catch (error) {
        if (!(error instanceof DuplicateKey) || key === null) throw error;
      }
      const [existing] = await this.select('WHERE unique_key = ?', [key]);
      // Gone in this moment: it can be inserted now.
      if (!existing) continue;
      const merged = mergeUnique(job, fromRow(existing), new Date());
      if (!merged) return fromRow(existing);
      const columns = toColumns(merged, options?.lastModifiedBy);
      if ((await this.write(existing.id, columns)) > 0) return fromRow({ id: existing.id, ...columns });
    }
  }

  private async insert(columns: Omit<JobRow, 'id'>): Promise<JobParameters> {
    const row: JobRow = { id: idToBytes(newId('job')), ...columns };
    const marks = COLUMNS.map(() => '?').join(', ');
    await this.database.run(
      `INSERT INTO jobs (${LIST}) VALUES (${marks})`,
      COLUMNS.map((column) => row[column]),
    );
    return fromRow(row);
  }

  private write(id: Buffer, changes: Partial<JobRow>, only: Guard = { guard: '', params: [] }): Promise<number> {
    const columns = WRITABLE.filter((column) => column in changes);
    const set = columns.map((column) => `${column} = ?`).join(', ');
    const values = columns.map((column) => changes[column] ?? null);
    return this.database.run(`UPDATE jobs SET ${set} WHERE id = ? ${only.guard}`, [...values, id, ...only.params]);
  }

  private async read(id: string): Promise<JobRow | undefined> {
    const parsed = parseId('job', id);
    return parsed ? (await this.select('WHERE id = ?', [idToBytes(parsed)]))[0] : undefined;
  }

  private select(rest: string, params: readonly unknown[]): Promise<JobRow[]> {
    return this.database.rows<JobRow>(`SELECT ${LIST} FROM jobs ${rest}`, params);
  }
}

/** Due by then; a job whose lock has expired is wanted whenever it was to run. */
const isWanted = ({ locked_at, next_run_at }: JobRow, nextScanAt: Date): boolean =>
  locked_at !== null || Number(next_run_at) <= nextScanAt.getTime();
