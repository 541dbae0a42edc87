/** Clocks that were ahead: what they wrote does not rest until its time comes, and what does not come round is told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { silentJobs } from '../../src/jobs/rounds.ts';
import { DAY, HOUR, SECOND } from '../../src/lib/time.ts';
import { audit } from '../../src/operations/audit/audit.ts';
import { createAgenda } from '../../worker/agenda.ts';
import { pullBack } from '../../worker/clocks.ts';
import { startWorker } from '../../worker/daemon.ts';
import { SCHEDULED_JOBS } from '../../worker/jobs/index.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('a clock that was ahead', (engine) => {
  const world = useWorld(engine);
  const nextRuns = async () =>
    (await world().app.database.rows<{ at: number }>('SELECT next_run_at AS at FROM jobs')).map(({ at }) => Number(at));

  it('lets no repeating job rest: each runs within an interval of its own', async function () {
    this.timeout(20_000);
    const { app } = world();
    const first = await startWorker(app);
    await first.stop();
    await app.database.run('UPDATE jobs SET next_run_at = next_run_at + ?, last_run_at = last_run_at + ?', [
      2 * DAY,
      2 * DAY,
    ]);
    expect(Math.min(...(await nextRuns()))).to.be.greaterThan(Date.now() + DAY);
    const second = await startWorker(app);
    try {
      const longest = Math.max(...SCHEDULED_JOBS.map((job) => job.everyMs(world().system)));
      for (const at of await nextRuns()) expect(at).to.be.lessThan(Date.now() + longest + SECOND);
      const done = async () =>
        Number(
          (
            await app.database.rows<{ n: number }>('SELECT COUNT(*) AS n FROM jobs WHERE last_finished_at > ?', [
              Date.now() - 15_000,
            ])
          )[0]?.n,
        );
      for (const deadline = Date.now() + 10_000; (await done()) < SCHEDULED_JOBS.length; await sleep(100))
        expect(Date.now(), 'every job to run').to.be.lessThan(deadline);
    } finally {
      await second.stop();
    }
  });

  it('lets no mail rest, whoever held it; one that waits as it should is left alone', async () => {
    const { app, system } = world();
    await world().product('MUG');
    await (await world().customer()).buy('MUG');
    const agenda = await createAgenda(app, 'test');
    expect((await pullBack(system, agenda, [])).outbox).to.equal(0);
    await app.database.run(
      "UPDATE outbox SET due_at = '2099-01-01 00:00:00.000', lease_until = due_at WHERE kind = 'send-mail'",
    );
    expect((await pullBack(system, agenda, [])).outbox).to.equal(1);
    await world().work();
    expect(await world().mails()).to.have.length(1);
  });

  it('is named by the doctor, and so is a job that has stopped coming round', async () => {
    const { app, system } = world();
    const worker = await startWorker(app);
    await worker.stop();
    expect(await silentJobs(app.database, system.now())).to.deep.equal([]);
    await app.database.run("UPDATE job_rounds SET last_at = '2099-01-01 00:00:00.000' WHERE job = 'prune'");
    world().pass(HOUR);
    const { checks } = await audit(system, { second_look_ms: 0 });
    const { findings, cure } = checks.find(({ name }) => name === 'jobs_come_round') ?? {};
    expect(findings?.join('\n'))
      .to.match(/poll-tracking: last ran at/)
      .and.match(/prune: .*a clock is wrong/);
    expect(cure).to.include('orders worker');
  });
});
