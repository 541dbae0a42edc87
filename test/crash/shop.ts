/** A shop whose server and worker are real processes, of which one is bound to die — and is started again at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Id } from '../../src/lib/ids.ts';
import { type Answer, caller } from '../setup/api.ts';
import type { Engine } from '../setup/engines.ts';
import { type Running, startProcess } from '../setup/processes.ts';
import { openWorld, type World } from '../setup/world.ts';

export type Daemon = 'serve' | 'worker';

export interface Crash {
  /** The process that dies, by SIGKILL. */
  readonly daemon: Daemon;
  /** Where: a crash point, as in ORDERS_CRASH_AT. */
  readonly point: string;
}

export interface Shop {
  readonly world: World;
  readonly customer: Insist;
  readonly clerk: Insist;
  /** Asks once; undefined when there is no answer. */
  clerkOnce(...call: Parameters<Insist>): Promise<Answer | undefined>;
  /** Waits until `look` is content; fails after a minute. */
  until(what: string, look: () => Promise<boolean>): Promise<void>;
  /** Waits until the process that is to crash has died and everything owed is done, and fails if that takes over a minute. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Sends a call until it is answered: what a customer's browser, or a patient person, does. */
type Insist = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** Settings under which a lost payment is asked for after a second and a parcel is at the door in a few. */
const HASTE = {
  ORDERS_PAYMENT_TIMEOUT_SECONDS: '1',
  ORDERS_SANDBOX_STEP_SECONDS: '1',
  ORDERS_TRACKING_POLL_SECONDS: '1',
};

export async function openShop(engine: Engine, crash: Crash, settings: Record<string, string> = {}): Promise<Shop> {
  const world = await openWorld(engine, { ...HASTE, ...settings });
  await world.product('MUG', { price: '10.00', stock: 5 });
  const buyer = (await world.customer()).context;
  const tokens = { buyer: await world.token(buyer, 'customer'), clerk: await world.token(world.staff, 'admin') };

  const running = new Map<Daemon, Running>();
  let closing = false;
  let diedAt: number | undefined;
  const start = async (daemon: Daemon, armed: boolean): Promise<void> => {
    const armedWith: Record<string, string> = armed ? { ORDERS_CRASH_AT: crash.point } : {};
    const started = await startProcess([daemon], { ...world.environment, ...armedWith });
    running.set(daemon, started);
    void started.ended.then(async (how) => {
      if (closing) return;
      expect(how, started.said()).to.equal('SIGKILL');
      diedAt = Date.now();
      await Promise.all([start(daemon, false), daemon === 'serve' ? start('worker', false) : undefined]);
    });
  };
  // A worker would now and then be faster than the server at the very work during which the server is to die.
  await start('serve', crash.daemon === 'serve');
  if (crash.daemon === 'worker') await start('worker', true);

  const onceAs = (token: string, ...call: Parameters<Insist>): Promise<Answer | undefined> =>
    caller(running.get('serve')?.url ?? '', token)(...call).catch(() => undefined);
  const insistAs =
    (token: string): Insist =>
    async (...call) => {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const answer = await onceAs(token, ...call);
        if (answer && answer.body?.code !== 'key_in_use' && answer.body?.code !== 'checkout_in_progress') return answer;
        if (Date.now() > deadline) throw new Error(`${call[0]} ${call[1]} was not answered within a minute`);
        await sleep(LOOK_EVERY_MS);
      }
    };

  async function until(what: string, look: () => Promise<boolean>): Promise<void> {
    const deadline = (diedAt ?? Date.now()) + PATIENCE_MS;
    while (!(await look())) {
      if (Date.now() > deadline) throw new Error(`${what}: not within a minute`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  return {
    world,
    customer: insistAs(tokens.buyer),
    clerk: insistAs(tokens.clerk),
    clerkOnce: (...call) => onceAs(tokens.clerk, ...call),
    until,
    async settle() {
      await until(`to die at ${crash.point}`, async () => diedAt !== undefined);
      await until('everything owed to be done', async () => (await openRows(world)) === 0);
      await world.expectClean();
      expect(Date.now() - (diedAt as number)).to.be.lessThan(PATIENCE_MS);
    },
    async close() {
      closing = true;
      await Promise.all([...running.values()].map((daemon) => daemon.stop('SIGKILL')));
      await world.close();
    },
  };
}

async function openRows({ app }: World): Promise<number> {
  const sql = `SELECT (SELECT COUNT(*) FROM outbox WHERE due_at IS NOT NULL) + (SELECT COUNT(*) FROM orders WHERE status = 'pending') AS open`;
  const [row] = await app.database.rows<{ open: number }>(sql);
  return Number(row?.open);
}

/** What customers paid and still pay, according to the gateway: one entry for each charge that holds money. */
export async function moneyHeld({ app }: World): Promise<{ payment: Id<'pay'>; amount: number }[]> {
  const held: { payment: Id<'pay'>; amount: number }[] = [];
  for await (const { key, status, captured, refunded } of app.gateways.byCode('sandbox').ledger?.() ?? []) {
    const amount = status === 'authorized' ? 1 : captured - refunded;
    if (amount > 0) held.push({ payment: key as Id<'pay'>, amount });
  }
  return held;
}
