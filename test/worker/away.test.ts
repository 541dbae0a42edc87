/** A database that goes away under a running worker and server: they wait, say so once, and go on by themselves. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { connectDatabase } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { scratchFolder } from '../setup/engines.ts';
import { hasMariadb, type MariadbServer, startMariadb } from '../setup/mariadb-server.ts';
import { type Running, startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';

const AWAY_MS = Number(process.env.ORDERS_TEST_AWAY_SECONDS ?? 8) * 1000;

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
    worker = await startProcess(['worker'], world.environment);
  });
  after(async () => {
    await worker?.stop('SIGKILL');
    await world?.close();
    await server?.stop();
  });

  it('is waited for', async function () {
    this.timeout(60_000 + AWAY_MS);
    await world.product('MUG');
    const ann = await world.customer();
    const mails = async (count: number) => {
      for (const deadline = Date.now() + 20_000; (await world.mails()).length < count; await sleep(50))
        expect(Date.now(), worker.said()).to.be.lessThan(deadline);
    };
    await ann.buy('MUG');
    await mails(1);
    await server.stop();
    await sleep(AWAY_MS);
    server = await startMariadb(folder, { durable: false, port: server.port });
    await ann.buy('MUG');
    await mails(2);
    const said = worker.said();
    expect(said.match(/is away; trying until it is back/g), said).to.have.length(1);
    expect(said.match(/the job store has trouble/g), said).to.have.length(1);
    await worker.stop('SIGTERM');
    expect(await worker.ended).to.equal(0);
    await world.expectClean();
  });
});
