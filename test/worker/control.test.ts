/** What an operator can do to the worker: pause, resume, run, choose; and see who lives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { jobStats } from '../../src/jobs/job-stats.ts';
import { pauseJob } from '../../src/jobs/pause-job.ts';
import { resumeJob } from '../../src/jobs/resume-job.ts';
import { listWorkers } from '../../src/jobs/workers.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { listPauses } from '../../src/outbox/pauses.ts';
import { createAgenda } from '../../worker/agenda.ts';
import { startWorker } from '../../worker/daemon.ts';
import { selectJobs } from '../../worker/jobs/select.ts';
import { createRelay } from '../../worker/relay.ts';
import { workNow } from '../../worker/work-now.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { runProcess, startProcess } from '../setup/processes.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('an operator', (engine) => {
  const world = useWorld(engine);
  const order = async () => {
    await world().product('MUG');
    return (await world().customer()).buy('MUG');
  };
  const mails = async () => (await world().mails()).length;

  it('pauses a job: what it owes waits, everything else goes on, and resuming sends it', async () => {
    const { staff, app } = world();
    await pauseJob(staff, { job: 'send-mail' });
    await pauseJob(staff, { job: 'send-mail' });
    await order();
    await workNow(app);
    expect(await mails()).to.equal(0);
    const { jobs, paused } = await jobStats(staff, {});
    expect(jobs.find(({ job }) => job === 'send-mail')).to.include({ waiting: 1 });
    expect(paused[0]).to.include({ job: 'send-mail', paused_by: 'staff:clerk' });
    expect(jobs.find(({ job }) => job === 'process-order')).to.include({ waiting: 0, done_last_day: 1 });
    expect(await resumeJob(staff, { job: 'send-mail' })).to.equal(true);
    expect(await resumeJob(staff, { job: 'send-mail' })).to.equal(false);
    expect(await listPauses(app.database)).to.deep.equal([]);
    await workNow(app);
    expect(await mails()).to.equal(1);
  });

  it('pauses a running worker', async function () {
    this.timeout(20_000);
    const { app, staff } = world();
    // One that is a job already when the pause begins, and one that comes later.
    await order();
    await createRelay(app, await createAgenda(app, 'test')).runOnce();
    await pauseJob(staff, { job: 'send-mail' });
    const worker = await startWorker(app);
    try {
      await order();
      await sleep(1500);
      expect(await mails()).to.equal(0);
      await resumeJob(staff, { job: 'send-mail' });
      for (const deadline = Date.now() + 8000; (await mails()) < 2; await sleep(50))
        expect(Date.now()).to.be.lessThan(deadline);
    } finally {
      await worker.stop();
    }
  });

  it('starts a worker for some jobs only', async () => {
    await order();
    await workNow(world().app, selectJobs('mail, tracking'));
    expect(await mails()).to.equal(1);
    const { jobs } = await jobStats(world().staff, {});
    expect(jobs.find(({ job }) => job === 'process-order')).to.include({ waiting: 1 });
    const refusal = await refusalOf((async () => selectJobs('mail,taxes'))());
    expect(refusal.message)
      .to.include('There is no job "taxes"')
      .and.include('poll-tracking')
      .and.include('housekeeping');
  });

  it('sees which workers live, and which died without taking leave', async function () {
    this.timeout(30_000);
    const { app } = world();
    const [one, other] = await Promise.all([1, 2].map(() => startProcess(['worker'], world().environment)));
    const living = async () => (await listWorkers(app.database, world().system.now())).map(({ alive }) => alive);
    expect(await living()).to.deep.equal([true, true]);
    await one?.stop('SIGTERM');
    expect(await living()).to.deep.equal([true]);
    await other?.stop('SIGKILL');
    expect(await living()).to.deep.equal([true]);
    world().pass(2 * MINUTE);
    expect(await living()).to.deep.equal([false]);
    const doctor = await runProcess(['doctor'], world().environment);
    expect(doctor.stdout).to.match(/Worker \S+:\d+ /);
  });

  it('does all of it on the command line', async () => {
    const orders = async (...args: string[]) => {
      const { code, stdout, stderr } = await runProcess([...args, '--by', 'ann'], world().environment);
      expect(code, stderr).to.equal(0);
      return stdout;
    };
    await order();
    expect(await orders('jobs', 'pause', 'send-mail')).to.include('is paused');
    expect(await orders('jobs', 'stats'))
      .to.include('send-mail is paused by staff:ann')
      .and.include('No worker is running');
    expect(await orders('jobs', 'resume', 'send-mail')).to.include('goes on');
    expect(await orders('jobs', 'run', 'send-mail')).to.include('send-mail ran: 1 done');
    expect(await mails()).to.equal(1);
    const { code, stderr } = await runProcess(['jobs', 'run', 'nonsense'], world().environment);
    expect(code).to.equal(2);
    expect(stderr).to.include('There is no job "nonsense"');
  });
});
