/**
 * Three workers work off thousands of jobs while one after another is killed, one is stopped past its leases, and the
 * job store is emptied. In the end every order has moved on once and every mail has been received, once by Message-ID.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { checkout } from '../../src/checkout/checkout.ts';
import { readTallies } from '../../src/jobs/tallies.ts';
import { openStore } from '../../worker/agenda.ts';
import { checkoutBody } from '../setup/api.ts';
import { type JobStore, onEveryJobStore } from '../setup/job-stores.ts';
import { type MailServer, startMailServer } from '../setup/mail-server.ts';
import { type Running, startProcess } from '../setup/processes.ts';
import { makeShoppers } from '../setup/shoppers.ts';
import { openWorld, type World } from '../setup/world.ts';

const MANY = Number(process.env.ORDERS_TEST_KILL_ORDERS ?? 1000);
/** The MongoDB-protocol server of the tests reads every document for each call; it is given fewer unless all are asked for. */
const FEW = process.env.ORDERS_TEST_KILL_ALL === '1' ? MANY : Math.ceil(MANY / 10);
const WORKERS = 3;
const KILL_EVERY_MS = 3000;
const STOPPED_MS = 40_000;
/** Mails that one worker has in hand at most: what a stopped one may send again when it wakes. */
const IN_HAND = 5;
const PICKED_UP_WITHIN_MS = 60_000;
/** Far more than it takes, on the slowest of the stores. */
const patienceMs = (orders: number) => 300_000 + orders * 500;

interface Orphan {
  readonly id: Buffer;
  readonly at: number;
}

async function placeOrders(world: World, count: number): Promise<void> {
  const shoppers = await makeShoppers(world, count);
  const buy = async () => {
    for (let next = shoppers.pop(); next; next = shoppers.pop()) {
      const customer = world.app.context({ kind: 'customer', name: next.userId, id: next.userId }, 'test');
      await checkout(customer, checkoutBody());
    }
  };
  await Promise.all(Array.from({ length: 8 }, buy));
}

async function emptyJobStore({ app }: World): Promise<void> {
  const { backend } = await openStore(app);
  await backend.connect();
  await backend.repository.purgeAllJobs();
  await backend.disconnect();
}

class KillTest {
  readonly orphans: Orphan[] = [];
  kills = 0;
  private readonly workers: Running[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  async start(at: number): Promise<void> {
    this.workers[at] = await startProcess(['worker'], this.world.environment);
  }

  /** Kills one and starts another in its place; remembers what it had in hand. */
  async kill(at: number): Promise<void> {
    await this.workers[at]?.stop('SIGKILL');
    this.kills += 1;
    const now = Date.now();
    const rows = await this.world.app.database.rows<{ id: Buffer }>(
      'SELECT id FROM outbox WHERE lease_until IS NOT NULL',
    );
    this.orphans.push(...rows.map(({ id }) => ({ id, at: now })));
    await this.start(at);
  }

  signal(at: number, signal: NodeJS.Signals): void {
    this.workers[at]?.signal(signal);
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop('SIGKILL')));
  }
}

async function runOrdeal(world: World, killTest: KillTest, patienceFor: number): Promise<void> {
  const open = async () => {
    const [row] = await world.app.database.rows<{ open: number }>(
      'SELECT COUNT(*) AS open FROM outbox WHERE due_at IS NOT NULL',
    );
    return Number(row?.open);
  };
  // Before anybody works: a quick worker may have done it all before the last one has started.
  const all = await open();
  for (let at = 0; at < WORKERS; at++) await killTest.start(at);
  const sleeper = WORKERS - 1;
  const from = Date.now();
  let asleep = false;
  let emptied = false;
  for (let round = 0; ; round++) {
    await sleep(KILL_EVERY_MS);
    const left = await open();
    if (round === 0) killTest.signal(sleeper, 'SIGSTOP');
    asleep = Date.now() - from < STOPPED_MS;
    if (!asleep) killTest.signal(sleeper, 'SIGCONT');
    if (!emptied && left <= all / 2) {
      emptied = true;
      await emptyJobStore(world);
    }
    if (left === 0 && emptied && !asleep) return;
    expect(Date.now() - from, `${left} of ${all} are open`).to.be.lessThan(patienceFor);
    await killTest.kill(asleep ? round % sleeper : round % WORKERS);
  }
}

function suite(store: JobStore): void {
  const orders = store.name === 'MongoDB' ? FEW : MANY;
  let mails: MailServer;
  let world: World;
  let killTest: KillTest;
  before(async () => {
    mails = await startMailServer();
    world = await openWorld(store.engine, { ORDERS_SMTP_URL: mails.url, ...(await store.settings()) });
    killTest = new KillTest(world);
  });
  after(async () => {
    await killTest?.end();
    await world?.close();
    await mails?.close();
  });

  it(`has every effect of ${orders} orders' jobs once`, async function () {
    this.timeout(patienceMs(orders) + 120_000);
    await placeOrders(world, orders);
    await runOrdeal(world, killTest, patienceMs(orders));
    const { database } = world.app;

    const ids = mails.accepted.map(({ messageId }) => messageId);
    expect(new Set(ids).size, 'mails by Message-ID').to.equal(orders);
    expect(new Set(mails.accepted.map(({ subject }) => subject)).size, 'orders that have a mail').to.equal(orders);
    expect(ids.length - orders, 'repeats').to.be.at.most(killTest.kills + IN_HAND);

    const moved = await database.rows<{ total: number }>(
      "SELECT COUNT(*) AS total FROM order_events WHERE kind = 'order.processing' GROUP BY order_id",
    );
    expect(moved.map(({ total }) => Number(total))).to.deep.equal(Array.from({ length: orders }, () => 1));

    const late = [];
    for (const { id, at } of killTest.orphans) {
      const [row] = await database.rows<{ done_at: string }>('SELECT done_at FROM outbox WHERE id = ?', [id]);
      const doneAt = Date.parse(`${String(row?.done_at).replace(' ', 'T').replace('Z', '')}Z`);
      if (!(doneAt - at < PICKED_UP_WITHIN_MS)) late.push(doneAt - at);
    }
    expect(late, 'orphans that were late').to.deep.equal([]);
    const rescued = [...(await readTallies(database)).values()].reduce((sum, tally) => sum + tally.rescued, 0);
    // What a worker counted since it booked last dies with it, so there may be fewer.
    expect(rescued, 'work taken over').to.be.at.most(killTest.orphans.length + IN_HAND);
    expect(killTest.kills).to.be.at.least(5);
    await world.expectClean();
    process.stdout.write(
      `      ${killTest.kills} kills, ${killTest.orphans.length} in hand at them, ${ids.length - orders} mails twice\n`,
    );
  });
}

const SERVERS = (store: JobStore) => store.name !== 'SQLite';
onEveryJobStore('workers that are killed', suite, SERVERS);
