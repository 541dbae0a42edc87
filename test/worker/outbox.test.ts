/** From the outbox to done: leases, retries, dead letters, and a job store that may be lost. */

import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { bookTally, NO_TALLY, readTallies } from '../../src/jobs/tallies.ts';
import { type Id, newId, parseId } from '../../src/lib/ids.ts';
import { HOUR, SECOND } from '../../src/lib/time.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { renewOutboxLease } from '../../src/outbox/lease.ts';
import { type Announcement, announce, dueOutboxRows, findOutboxRow } from '../../src/outbox/store.ts';
import { createLogger } from '../../src/platform/log.ts';
import { createAgenda } from '../../worker/agenda.ts';
import { startWorker } from '../../worker/daemon.ts';
import { deliver } from '../../worker/deliver.ts';
import type { OutboxJob } from '../../worker/job.ts';
import { createRelay } from '../../worker/relay.ts';
import { createJobTally } from '../../worker/tally.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('the outbox', (engine) => {
  const world = useWorld(engine);
  const rows = () =>
    dueOutboxRows(world().app.database, world().system.now(), new Map(OUTBOX_KINDS.map((kind) => [kind, 100])));
  const confirmed = async () => {
    await world().product('MUG');
    await (await world().customer()).buy('MUG');
    const mail = (await rows()).find(({ kind }) => kind === 'send-mail');
    return mail?.id as string;
  };
  const jobThat = (handle: OutboxJob['handle'], attempts = 3): OutboxJob => ({
    name: 'send-mail',
    group: 'mail',
    concurrency: 1,
    retry: { firstMs: SECOND, maxMs: 10 * SECOND, attempts },
    handle,
  });
  const fails = jobThat(async () => {
    throw new Error('the mail server is away');
  });

  const mail = (at: number): Announcement => ({
    kind: 'send-mail',
    dedupe_key: `send-mail ${at}`,
    order_id: newId('ord'),
    payload: { order_id: newId('ord'), template: 'order-confirmation', cause: String(at) },
  });
  const refund = (at: number): Announcement => ({
    kind: 'send-refund',
    dedupe_key: `send-refund ${at}`,
    order_id: newId('ord'),
    payload: { refund_id: newId('rfd') },
  });

  it('is written with its cause: an order owes a mail and its processing', async () => {
    await confirmed();
    expect((await rows()).map(({ kind }) => kind)).to.have.members(['process-order', 'send-mail']);
  });

  it('lets one of many workers do a row', async () => {
    const id = await confirmed();
    let times = 0;
    const counts = jobThat(async () => {
      times += 1;
    });
    const ends = await Promise.all(Array.from({ length: 5 }, () => deliver(world().system, counts, { outboxId: id })));
    expect(times).to.equal(1);
    expect(ends.filter((end) => end === 'done')).to.have.length(1);
    expect(await deliver(world().system, counts, { outboxId: id })).to.equal('taken');
  });

  it('stays with a worker that is slow but lives', async () => {
    const id = await confirmed();
    const until = async () => (await findOutboxRow(world().app.database, parseId('out', id) as Id<'out'>))?.lease_until;
    const slow = jobThat(async () => {
      const first = String(await until());
      // The lease is renewed every five seconds.
      await sleep(5500);
      expect(Date.parse(String(await until())) - Date.parse(first)).to.be.within(4000, 7000);
      expect(await deliver(world().system, fails, { outboxId: id })).to.equal('taken');
    });
    expect(await deliver(world().system, slow, { outboxId: id })).to.equal('done');
  });

  it('cannot be renewed by a worker that has lost it', async () => {
    const id = parseId('out', await confirmed()) as Id<'out'>;
    const { db, now } = world().system;
    expect(await renewOutboxLease(db, id, { token: 'nobody', now: now(), leaseMs: SECOND })).to.equal(0);
  });

  it('is counted: what was done, what failed, what was given up, what was taken over', async () => {
    const id = await confirmed();
    const tally = createJobTally();
    const ends: Array<() => void> = [];
    const stalls = jobThat(() => new Promise((resolve) => ends.push(resolve)));
    const stalled = deliver(world().system, stalls, { outboxId: id, tally });
    while (ends.length === 0) await sleep(5);
    world().pass(31 * SECOND);
    expect(await deliver(world().system, fails, { outboxId: id, tally })).to.equal('retry');
    world().pass(HOUR);
    expect(await deliver(world().system, fails, { outboxId: id, tally })).to.equal('dead');
    for (const end of ends) end();
    await stalled;
    const { database } = world().app;
    const day = '2026-03-01';
    await Promise.all([
      tally.book(database, day),
      tally.book(database, day),
      bookTally(database, { job: 'send-mail', day, more: { ...NO_TALLY, done: 5 } }),
    ]);
    await tally.book(database, day);
    await bookTally(database, { job: 'send-mail', day: '2026-03-02', more: { ...NO_TALLY, done: 7 } });
    const booked = (await readTallies(database, day)).get('send-mail');
    // The stalled one's end is nobody's any more.
    expect(booked).to.deep.include({ done: 5, failed: 1, dead: 1, rescued: 1 });
    expect((await readTallies(database)).get('send-mail')?.done).to.equal(12);
  });

  it('says in each line of the log which job it is about, and whose order', async () => {
    const id = await confirmed();
    const [{ order_id } = { order_id: null }] = await rows();
    const lines: object[] = [];
    const into = new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    });
    const context = { ...world().system, log: createLogger('debug', into) };
    await deliver(context, fails, { outboxId: id });
    const facts = { job: 'send-mail', outbox: id, order: order_id, attempt: 1 };
    expect(lines[0]).to.include({ ...facts, error: 'the mail server is away', msg: 'failed; it is tried again' });
    expect(lines[1])
      .to.include({ ...facts, msg: 'retry' })
      .and.have.property('ms');
  });

  it('tries again later, and keeps what cannot be done as a dead letter', async () => {
    const id = await confirmed();
    expect(await deliver(world().system, fails, { outboxId: id })).to.equal('retry');
    expect((await rows()).map((row) => row.id)).to.not.include(id);
    world().pass(HOUR);
    expect((await rows()).map((row) => row.id)).to.include(id);
    expect(await deliver(world().system, fails, { outboxId: id })).to.equal('retry');
    world().pass(HOUR);
    expect(await deliver(world().system, fails, { outboxId: id })).to.equal('dead');
    world().pass(HOUR);
    expect((await rows()).map((row) => row.id)).to.not.include(id);
    const [dead] = await world().app.database.rows<{ last_error: string }>(
      'SELECT last_error FROM outbox WHERE dead_at IS NOT NULL',
    );
    expect(dead?.last_error).to.equal('the mail server is away');
  });

  it("does not let a worker that stalled past its lease write over the next one's work", async () => {
    const id = await confirmed();
    const stalls = jobThat(async () => {
      world().pass(31 * SECOND);
      const next = await deliver(world().system, fails, { outboxId: id });
      expect(next).to.equal('retry');
    });
    expect(await deliver(world().system, stalls, { outboxId: id })).to.equal('taken');
    const [row] = await world().app.database.rows<{ done_at: unknown; last_error: string }>(
      "SELECT done_at, last_error FROM outbox WHERE kind = 'send-mail'",
    );
    expect(row).to.deep.include({ done_at: null, last_error: 'the mail server is away' });
  });

  it('becomes one job a row, and comes again when the whole job store is lost', async () => {
    await confirmed();
    const agenda = await createAgenda(world().app, 'test');
    const relay = createRelay(world().app, agenda);
    expect(await relay.runOnce()).to.equal(2);
    expect(await relay.runOnce()).to.equal(0);
    expect(await world().count('jobs')).to.equal(2);
    await world().app.database.run('DELETE FROM jobs');
    expect(await relay.runOnce()).to.equal(0);
    world().pass(30 * SECOND);
    expect(await relay.runOnce()).to.equal(2);
    expect(await world().count('jobs')).to.equal(2);
    await agenda.stop();
  });

  it('hands the job store a part of a backlog, and lets no kind wait for another', async () => {
    const { system, app } = world();
    const mails = Array.from({ length: 500 }, (_, at) => mail(at));
    await app.database.atomic('test', (tx) => announce(tx, system.now(), [...mails, refund(1)]));
    const agenda = await createAgenda(app, 'test');
    const relay = createRelay(app, agenda);
    expect(await relay.runOnce()).to.equal(61);
    expect(await relay.runOnce()).to.equal(0);
    // None begins, however long it takes: the same are posted again, as the same jobs.
    for (let minute = 0; minute < 5; minute++) {
      world().pass(30 * SECOND);
      expect(await relay.runOnce()).to.equal(61);
      expect(await relay.runOnce()).to.equal(0);
    }
    expect(await world().count('jobs')).to.equal(61);
    await agenda.stop();
  });

  it('is begun in the order of its causes, whenever its jobs were made', async () => {
    const { system, app } = world();
    const agenda = await createAgenda(app, 'test');
    const relay = createRelay(app, agenda);
    await app.database.atomic('test', (tx) => announce(tx, system.now(), [mail(1)]));
    const [first] = await rows();
    await relay.runOnce();
    world().pass(SECOND);
    await app.database.atomic('test', (tx) => announce(tx, system.now(), [mail(2)]));
    await relay.runOnce();
    world().pass(30 * SECOND);
    // The first one's job was lost, and is made again after the second one's.
    await app.database.run(`DELETE FROM jobs WHERE data LIKE '%${first?.id}%'`);
    await relay.runOnce();
    const { jobs } = await agenda.queryJobs({ name: 'send-mail', sort: { nextRunAt: 'asc' } });
    expect(jobs.map(({ data }) => (data as { outbox_id: string }).outbox_id)[0]).to.equal(first?.id);
    expect(jobs).to.have.length(2);
    await agenda.stop();
  });

  it('follows a worker that died before anything else, however much waits', async () => {
    const id = await confirmed();
    const { system, app } = world();
    const ends: Array<() => void> = [];
    const stalls = jobThat(() => new Promise((resolve) => ends.push(resolve)));
    const delivery = deliver(system, stalls, { outboxId: id });
    while (ends.length === 0) await sleep(5);
    world().pass(SECOND);
    const mails = Array.from({ length: 500 }, (_, at) => mail(at));
    await app.database.atomic('test', (tx) => announce(tx, system.now(), mails));
    const first = async () => (await dueOutboxRows(app.database, system.now(), new Map([['send-mail', 5]])))[0]?.id;
    expect(await first()).to.not.equal(id);
    world().pass(31 * SECOND);
    expect(await first()).to.equal(id);
    for (const end of ends) end();
    await delivery;
  });

  it('is worked off within a second of the commit, and drained on the way out', async function () {
    this.timeout(30_000);
    const worker = await startWorker(world().app);
    try {
      await world().product('MUG');
      const ann = await world().customer();
      const from = Date.now();
      await ann.buy('MUG');
      while ((await world().mails()).length === 0) {
        expect(Date.now() - from).to.be.lessThan(5000);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } finally {
      await worker.stop();
    }
    const [left] = await world().app.database.rows<{ locked: number }>(
      'SELECT COUNT(*) AS locked FROM jobs WHERE locked_at IS NOT NULL',
    );
    expect(Number(left?.locked)).to.equal(0);
    await world().work();
    await world().expectClean();
  });
});
