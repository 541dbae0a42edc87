/** What Agenda asks of a job store, on each one the program can keep its jobs in. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Agenda, backoffStrategies, type JobParameters, type JobRepository } from 'agenda';
import { expect } from 'chai';
import { createAgenda, openStore } from '../../worker/agenda.ts';
import type { JobStore } from '../../worker/mongo-backend.ts';
import { SqlJobRepository } from '../../worker/sql-backend/repository.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { onEveryJobStore, useWorldOn } from '../setup/job-stores.ts';
import { useWorld } from '../setup/world.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE = 60_000;

const job = (name: string, more: Partial<JobParameters> = {}): JobParameters => ({
  name,
  type: 'normal',
  priority: 0,
  nextRunAt: at(-1000),
  data: {},
  ...more,
});

const saveIn = (store: JobRepository, wanted: JobParameters) => store.saveJob(wanted, { lastModifiedBy: 'test' });
/** Takes the next job as a worker does; locks older than a minute are stale. */
const takeFrom = (store: JobRepository, name = 'a', now = NOW) =>
  store.getNextJobToRun(name, now, new Date(now.getTime() - MINUTE), now, { lastModifiedBy: 'w' });

onEveryJobStore('the job store', (kind) => {
  const world = useWorldOn(kind);
  let opened: JobStore;
  beforeEach(async () => {
    opened = await openStore(world().app);
    await opened.backend.connect();
  });
  afterEach(() => opened.backend.disconnect());
  const store = () => opened.backend.repository;
  const save = (wanted: JobParameters) => saveIn(store(), wanted);
  const take = (name = 'a', now = NOW) => takeFrom(store(), name, now);

  it('gives back what it was given', async () => {
    const startDate = at(5 * MINUTE);
    const given = job('a', { priority: 5, data: { deep: [1, 'x', null] }, repeatInterval: '1 day', startDate });
    const saved = await save(given);
    const read = await store().getJobById(String(saved._id));
    expect(read).to.deep.include(given);
    expect(read?.lastModifiedBy).to.equal('test');
    await store().removeJobs({ id: saved._id });
    expect(await store().getJobById(String(saved._id))).to.equal(null);
  });

  it('hands every due job to exactly one of many claimers', async () => {
    for (let index = 0; index < 40; index++) await save(job('a', { data: { index } }));
    const claim = async (): Promise<unknown[]> => {
      const taken: unknown[] = [];
      for (let next = await take(); next; next = await take()) taken.push((next.data as { index: number }).index);
      return taken;
    };
    const all = (await Promise.all([claim(), claim(), claim(), claim()])).flat() as number[];
    expect(all.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 40 }, (_, index) => index));
  });

  it('hands out the most urgent first, and nothing that is not due, disabled, or of another name', async () => {
    await save(job('a', { nextRunAt: at(MINUTE), data: 'later' }));
    await save(job('a', { nextRunAt: at(-10), data: 'late' }));
    await save(job('a', { nextRunAt: at(-5000), priority: -10, data: 'low' }));
    await save(job('a', { nextRunAt: at(-5000), priority: 10, data: 'high' }));
    await save(job('a', { disabled: true, data: 'off' }));
    await save(job('a', { nextRunAt: null, data: 'never' }));
    await save(job('b', { data: 'other' }));
    const order = [];
    for (let next = await take(); next; next = await take()) order.push(next.data);
    expect(order).to.deep.equal(['high', 'low', 'late']);
  });

  it('looks no further ahead than it is asked to, whatever it saw before', async () => {
    await save(job('a', { data: 'now' }));
    await save(job('a', { nextRunAt: at(MINUTE), data: 'soon' }));
    expect((await take('a', at(2 * MINUTE)))?.data).to.equal('now');
    expect(await take()).to.equal(undefined);
    await save(job('a', { nextRunAt: at(-2000), data: 'urgent' }));
    expect((await take('a', at(2 * MINUTE)))?.data).to.equal('urgent');
    expect((await take('a', at(2 * MINUTE)))?.data).to.equal('soon');
  });

  it('takes a lock away from a worker that has died, and not from one that lives', async () => {
    await save(job('a'));
    const first = await take();
    expect(first?.lockedAt).to.deep.equal(NOW);
    expect(await take('a', at(MINUTE - 1))).to.equal(undefined);
    const second = await take('a', at(MINUTE));
    expect(second?._id).to.equal(first?._id);
  });

  it('gives a stale lock to one claimer only', async () => {
    await save(job('a'));
    await take();
    const claims = await Promise.all(Array.from({ length: 8 }, () => take('a', at(2 * MINUTE))));
    expect(claims.filter(Boolean)).to.have.length(1);
  });

  it('does not lock a job that was run and planned again since it was read', async () => {
    const saved = await save(job('a'));
    await save({ ...saved, nextRunAt: at(-10) });
    expect(await store().lockJob(saved, undefined)).to.equal(undefined);
    const fresh = (await store().getJobById(String(saved._id))) as JobParameters;
    expect(await store().lockJob(fresh, undefined)).to.include({ name: 'a' });
    expect(await store().lockJob(fresh, undefined)).to.equal(undefined);
  });

  it('gives locks back', async () => {
    await save(job('a'));
    const taken = (await take()) as JobParameters;
    await store().unlockJob(taken);
    expect((await take())?._id).to.equal(taken._id);
    await store().unlockJobs([String(taken._id)]);
    expect((await take())?._id).to.equal(taken._id);
  });

  it('keeps one job of a unique constraint, however many save it at once', async () => {
    const unique = job('a', { unique: { 'data.id': 7 }, data: { id: 7 } });
    await Promise.all(Array.from({ length: 10 }, () => save({ ...unique })));
    await save(job('a', { unique: { 'data.id': 8 }, data: { id: 8 } }));
    expect((await store().queryJobs({ name: 'a' })).total).to.equal(2);
  });

  it('leaves a unique job as it is when asked only to insert', async () => {
    const unique = { unique: { 'data.id': 7 }, uniqueOpts: { insertOnly: true } };
    await save(job('a', { ...unique, data: { id: 7, first: true } }));
    const again = await save(job('a', { ...unique, data: { id: 7, first: false } }));
    expect(again.data).to.deep.equal({ id: 7, first: true });
  });

  it('puts a debounced job off with each call, but not for ever, and a leading one not at all', async () => {
    const debounced = (strategy: 'trailing' | 'leading', more = {}) =>
      job(strategy, {
        nextRunAt: new Date(),
        unique: { 'data.id': 7 },
        uniqueOpts: { debounce: { delay: MINUTE, strategy, ...more } },
        data: { id: 7 },
      });
    const first = await save(debounced('trailing'));
    await sleep(20);
    const second = await save(debounced('trailing'));
    expect(Number(second.nextRunAt)).to.be.greaterThan(Number(first.nextRunAt));
    expect(Number(second.nextRunAt) - Date.now()).to.be.within(MINUTE - 10_000, MINUTE);
    const third = await save(debounced('trailing', { maxWait: 10 }));
    expect(Number(third.nextRunAt)).to.be.at.most(Date.now());
    const leading = await save(debounced('leading'));
    await sleep(20);
    expect((await save(debounced('leading'))).nextRunAt).to.deep.equal(leading.nextRunAt);
    expect((await store().queryJobs()).total).to.equal(2);
  });

  it('keeps one job of a schedule, and its due time when it is defined again', async () => {
    await save(job('tick', { type: 'single', nextRunAt: at(-5000) }));
    const again = await save(job('tick', { type: 'single', nextRunAt: at(-1), repeatInterval: 1000 }));
    expect(again.nextRunAt).to.deep.equal(at(-5000));
    expect((await store().queryJobs({ name: 'tick' })).total).to.equal(1);
  });

  it('writes how a run went, and not into a job that has been removed', async () => {
    const saved = await save(job('a', { data: { keep: 1 } }));
    const ran = { ...saved, lastRunAt: NOW, lastFinishedAt: at(5), failCount: 1, failReason: 'oh', failedAt: at(5) };
    await store().saveJobState({ ...ran, data: { keep: 2 } }, undefined);
    const read = await store().getJobById(String(saved._id));
    expect(read).to.deep.include({ data: { keep: 1 }, failReason: 'oh', failedAt: at(5), lastFinishedAt: at(5) });
    await store().removeJobs({ id: saved._id });
    const late = await store()
      .saveJobState(ran, undefined)
      .catch((error: Error) => error.message);
    expect(late).to.match(/does not exist/);
    expect((await store().queryJobs()).total).to.equal(0);
  });

  it('removes, pauses and resumes what is named, and nothing when nothing is', async () => {
    for (const name of ['a', 'a', 'b', 'c']) await save(job(name, { data: { of: name } }));
    expect(await store().removeJobs({})).to.equal(0);
    expect(await store().disableJobs({ name: 'a' })).to.equal(2);
    expect(await take()).to.equal(undefined);
    expect(await store().enableJobs({ names: ['a', 'b'] })).to.be.at.least(2);
    expect(await take()).to.include({ name: 'a' });
    expect(await store().removeJobs({ data: { of: 'b' } })).to.equal(1);
    expect(await store().removeJobs({ notNames: ['c'] })).to.equal(2);
    expect(await store().getDistinctJobNames()).to.deep.equal(['c']);
    expect(await store().purgeAllJobs()).to.equal(1);
  });

  it('answers queries by name, text, data and state, in pages', async () => {
    for (let index = 0; index < 5; index++)
      await save(job('mail', { nextRunAt: at(index), data: { index, to: 'ann' } }));
    await save(job('post%', { nextRunAt: null, lastFinishedAt: NOW, lastRunAt: at(-5) }));
    const page = await store().queryJobs({ name: 'mail', sort: { nextRunAt: 'asc' }, skip: 1, limit: 2 });
    expect(page.total).to.equal(5);
    expect(page.jobs.map(({ data }) => (data as { index: number }).index)).to.deep.equal([1, 2]);
    expect((await store().queryJobs({ data: { index: 3 } })).total).to.equal(1);
    expect((await store().queryJobs({ search: 'T%' })).total).to.equal(1);
    expect((await store().queryJobs({ state: 'completed' })).jobs.map(({ name }) => name)).to.deep.equal(['post%']);
    const overview = await store().getJobsOverview();
    expect(overview.map(({ name, total }) => [name, total])).to.deep.equal([
      ['mail', 5],
      ['post%', 1],
    ]);
    expect(await store().getQueueSize()).to.equal(5);
  });
});

/** What Agenda makes of a store: the same, whichever it is. */
onEveryJobStore('Agenda on the job store', (kind) => {
  const world = useWorldOn(kind);
  let agenda: Agenda;
  beforeEach(async () => {
    agenda = await createAgenda(world().app, 'test');
    agenda.processEvery(50);
  });
  afterEach(() => agenda.stop());
  const jobs = async () => (await agenda.queryJobs()).jobs;
  const eventually = async (look: () => Promise<boolean>) => {
    for (const deadline = Date.now() + 8000; !(await look()); await sleep(20))
      if (Date.now() > deadline) throw new Error(`waited in vain; the jobs are ${JSON.stringify(await jobs())}`);
  };

  it('runs a job once and takes it away', async () => {
    const seen: unknown[] = [];
    agenda.define('a', async (job) => {
      seen.push(job.attrs.data);
    });
    await agenda.start();
    await agenda.now('a', { n: 1 });
    await eventually(async () => seen.length > 0 && (await jobs()).length === 0);
    expect(seen).to.deep.equal([{ n: 1 }]);
  });

  it('tries a failed job again, later each time, and leaves the last failure to be seen', async () => {
    const times: number[] = [];
    const handler = async () => {
      times.push(Date.now());
      throw new Error('closed');
    };
    agenda.define('a', handler, { backoff: backoffStrategies.exponential({ delay: 100, factor: 3, maxRetries: 2 }) });
    await agenda.start();
    await agenda.now('a');
    await eventually(async () => times.length === 3 && (await jobs())[0]?.failCount === 3);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).to.be.at.least(100);
    expect(third - second).to.be.at.least(300);
    expect((await jobs())[0]).to.include({ failReason: 'closed' });
  });

  it('leaves what is paused until it is resumed', async () => {
    let runs = 0;
    agenda.define('a', async () => {
      runs += 1;
    });
    await agenda.schedule(new Date(), 'a', {});
    await agenda.disable({ name: 'a' });
    await agenda.start();
    await sleep(200);
    expect(runs).to.equal(0);
    await agenda.enable({ name: 'a' });
    await eventually(async () => runs === 1);
  });
});

onEveryEngine('our own job store', (engine) => {
  const world = useWorld(engine);
  const store = () => new SqlJobRepository(world().app.database);

  it('knows no job by an id that is none', async () => {
    expect(await store().getJobById('nonsense')).to.equal(null);
    await store().unlockJobs(['nonsense']);
  });

  it('does not hand out a job that somebody ran and planned again while it was being looked for', async () => {
    await saveIn(store(), job('a'));
    const { database } = world().app;
    let interfere = async (): Promise<void> => {
      interfere = async () => {};
      const first = (await takeFrom(store())) as JobParameters;
      await saveIn(store(), { ...first, lockedAt: undefined, nextRunAt: at(MINUTE) });
    };
    // Between what a claimer reads and what it writes, another has its whole turn.
    const interrupted = new Proxy(database, {
      get(target, name) {
        const value = target[name as 'rows'];
        if (typeof value !== 'function') return value;
        if (name !== 'rows') return value.bind(target);
        return async (...query: Parameters<typeof value>) => {
          const rows = await target.rows(...query);
          await interfere();
          return rows;
        };
      },
    });
    expect(await takeFrom(new SqlJobRepository(interrupted))).to.equal(undefined);
    expect((await takeFrom(store(), 'a', at(MINUTE)))?.nextRunAt).to.deep.equal(at(MINUTE));
  });
});
