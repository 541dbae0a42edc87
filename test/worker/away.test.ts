/** A database or a job store that goes away under daemons, or before they start: they wait, say so once, and go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { connectDatabase } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { EXIT } from '../../src/errors.ts';
import { ENGINES, type Engine, scratchFolder } from '../setup/engines.ts';
import { hasMariadb, type MariadbServer, startMariadb } from '../setup/mariadb-server.ts';
import { hasGo, type MongoServer, startMongo } from '../setup/mongo-server.ts';
import { type Running, startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';

const AWAY_MS = Number(process.env.ORDERS_TEST_AWAY_SECONDS ?? 8) * 1000;

const mailsOf = (world: World, worker: Running) => async (count: number) => {
  for (const deadline = Date.now() + 30_000; (await world.mails()).length < count; await sleep(50))
    expect(Date.now(), worker.said()).to.be.lessThan(deadline);
};

const times = (text: string, part: RegExp): number => text.match(new RegExp(part, 'g'))?.length ?? 0;

(hasMariadb ? describe : describe.skip)('a database that is away (MariaDB)', () => {
  const folder = scratchFolder();
  let server: MariadbServer;
  let world: World;
  let worker: Running;
  before(async function () {
    this.timeout(60_000);
    server = await startMariadb(folder, { durable: false });
    const url = `${server.url}/orders`;
    const root = connectDatabase({ url: `${server.url}/mysql`, poolSize: 1 });
    await root.run('CREATE DATABASE orders');
    await root.close();
    const database = connectDatabase({ url, poolSize: 1 });
    await migrate(database);
    await database.close();
    const engine = { name: 'MariaDB', fresh: async () => ({ url, dispose: async () => {} }) } as const;
    world = await openWorld(engine, { ORDERS_LOG_LEVEL: 'warn' });
  });
  after(async () => {
    await worker?.stop('SIGKILL');
    await world?.close();
    await server?.stop();
  });

  it('is waited for by a worker that is running', async function () {
    this.timeout(60_000 + AWAY_MS);
    worker = await startProcess(['worker'], world.environment);
    const mails = mailsOf(world, worker);
    await world.product('MUG');
    const ann = await world.customer();
    await ann.buy('MUG');
    await mails(1);
    await server.stop();
    await sleep(AWAY_MS);
    server = await startMariadb(folder, { durable: false, port: server.port });
    await ann.buy('MUG');
    await mails(2);
    const said = worker.said();
    expect(times(said, /is away; trying until it is back/), said).to.equal(1);
    expect(times(said, /the job store failed/), said).to.equal(Math.ceil(AWAY_MS / 60_000));
    await worker.stop('SIGTERM');
    expect(await worker.ended).to.equal(0);
    await world.expectClean();
  });

  it('that does not know the user, or has no such database, is named with the cure, and nobody waits for it', async () => {
    const { ORDERS_DATABASE_URL: url = '' } = world.environment;
    for (const [wrong, said] of [
      [url.replace(/\/\/[^@]*@/, '//nobody:wrong@'), /does not let this user in.*password/],
      [url.replace(/\/[^/]*$/, '/nowhere'), /no database of this name; create it|does not let this user in/],
    ] as const) {
      for (const words of [['worker'], ['admin', 'list']]) {
        const refused = await startProcess(words, { ...world.environment, ORDERS_DATABASE_URL: wrong });
        expect(await refused.ended).to.equal(EXIT.unavailable);
        expect(refused.said(), wrong).to.match(said);
      }
    }
  });

  it('is waited for by daemons that start', async function () {
    this.timeout(60_000);
    await server.stop();
    const starting = Promise.all([
      startProcess(['worker'], world.environment),
      startProcess(['serve'], world.environment),
    ]);
    await sleep(5000);
    server = await startMariadb(folder, { durable: false, port: server.port });
    for (const daemon of await starting) {
      expect(times(daemon.said(), /The database does not answer .*Waiting until it does/), daemon.said()).to.equal(1);
      expect(daemon.said()).to.match(/Working as|Serving on/);
      await daemon.stop('SIGTERM');
      expect(await daemon.ended).to.equal(0);
    }
  });
});

(hasGo ? describe : describe.skip)('a job store that is away (MongoDB’s protocol)', () => {
  const folder = scratchFolder();
  let server: MongoServer;
  let world: World;
  const port = () => Number(new URL(server.url).port);
  before(async function () {
    this.timeout(300_000);
    server = await startMongo(folder);
    world = await openWorld(ENGINES[0] as Engine, {
      ORDERS_LOG_LEVEL: 'warn',
      ORDERS_JOBS_URL: `${server.url}/orders`,
    });
    await world.product('MUG');
  });
  after(async () => {
    await world?.close();
    await server?.stop();
  });

  it('is waited for by a worker, and nothing of the meantime is lost', async function () {
    this.timeout(120_000 + AWAY_MS);
    const ann = await world.customer();
    const worker = await startProcess(['worker'], world.environment);
    try {
      const mails = mailsOf(world, worker);
      await ann.buy('MUG');
      await mails(1);
      const at = port();
      await server.stop();
      await ann.buy('MUG');
      await sleep(AWAY_MS);
      server = await startMongo(folder, at);
      await ann.buy('MUG');
      await mails(3);
      const said = worker.said();
      expect(times(said, /is away; trying until it is back/), said).to.equal(1);
      expect(times(said, /the job store failed/), said).to.be.within(1, Math.ceil(AWAY_MS / 60_000) + 1);
      await worker.stop('SIGTERM');
      expect(await worker.ended).to.equal(0);
    } finally {
      await worker.stop('SIGKILL');
    }
    await world.expectClean();
  });

  it('is waited for by a worker that starts', async function () {
    this.timeout(60_000);
    const at = port();
    await server.stop();
    const starting = startProcess(['worker'], world.environment);
    await sleep(8000);
    server = await startMongo(folder, at);
    const worker = await starting;
    expect(times(worker.said(), /the job store does not answer; waiting until it does/), worker.said()).to.equal(1);
    expect(worker.said()).to.match(/Working as/);
    await worker.stop('SIGTERM');
    expect(await worker.ended).to.equal(0);
  });
});
