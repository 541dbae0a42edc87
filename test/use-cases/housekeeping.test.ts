/** What the worker does without being asked: holds that end, rows that go — and what staff do about jobs and mails. */
import { expect } from 'chai';
import { DAY, HOUR, plus } from '../../src/lib/time.ts';
import { prune } from '../../src/operations/prune.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('housekeeping', (engine) => {
  const world = useWorld(engine);
  beforeEach(() => world().product('MUG'));
  const buy = async () => (await world().customer()).buy('MUG', 1, { key: 'k' });
  const held = async (id: string) => (await getOrder(world().staff, { order: id })).held;

  it('ends a hold when its time has come, but not while another one has none', async () => {
    const [timed, open] = [await buy(), await buy()];
    const until = plus(world().staff.now(), HOUR);
    await holdOrder(world().staff, { order: timed.id, reason: 'waits for a letter', until });
    await holdOrder(world().staff, { order: open.id, reason: 'waits for a letter', until });
    await holdOrder(world().staff, { order: open.id, reason: 'looks odd' });
    await world().work();
    expect([await held(timed.id), await held(open.id)]).to.deep.equal([true, true]);
    world().pass(2 * HOUR);
    await world().work();
    expect([await held(timed.id), await held(open.id)]).to.deep.equal([false, true]);
    await world().expectClean();
  });

  it('prunes keys and finished work when they are old, and nothing that is owed', async () => {
    await buy();
    await world().work();
    await buy();
    const [keys, rows] = [await world().count('idempotency_keys'), await world().count('outbox')];
    await prune(world().system, {});
    expect([await world().count('idempotency_keys'), await world().count('outbox')]).to.deep.equal([keys, rows]);
    world().pass(31 * DAY);
    const { pruned } = await prune(world().system, {});
    expect(pruned).to.equal(2 + rows - 2);
    expect(await world().count('outbox')).to.equal(2);
    await world().work();
    expect((await world().mails()).length).to.equal(2);
    await world().expectClean();
  });

  it('shows what was given up, and sets it going or drops it — but never money', async () => {
    const { order_number } = await buy();
    const run = (line: string, stdin?: string) => orders(world(), line, { stdin });
    await world().app.database.run(
      "UPDATE outbox SET dead_at = created_at, due_at = NULL, last_error = 'mailbox full' WHERE kind = 'send-mail'",
    );
    const dead = await run('jobs dead --error mailbox --format ids');
    expect(dead.stdout).to.match(/^out_\w{26}\n$/);
    expect((await run('jobs list')).stdout).to.match(/process-order/);
    expect((await run(`jobs show ${dead.stdout.trim()}`)).stdout).to.match(/last_error +mailbox full/);
    expect((await run('jobs retry -', dead.stdout)).stdout).to.match(/is due now/);
    await world().work();
    expect((await world().mails()).length).to.equal(1);
    expect((await run('jobs dead')).stderr).to.match(/Nothing was given up/);
    await run(`admin cancel ${order_number} --yes`);
    await world().app.database.run(
      "UPDATE outbox SET dead_at = created_at, due_at = NULL, done_at = NULL WHERE kind = 'send-refund'",
    );
    const refund = (await run('jobs dead --format ids')).stdout.trim();
    expect((await run(`jobs drop ${refund} --yes`)).stderr).to.match(/about money/);
  });

  it('lists mails, shows templates, and sends one again as a mail of its own', async () => {
    await buy();
    await world().work();
    const run = (line: string) => orders(world(), line);
    const { json } = await run('mail list --json');
    expect(json.mails).to.have.length(1);
    expect((await run(`mail resend ${json.mails[0].id} --yes`)).stdout).to.match(/goes to .* again/);
    await world().work();
    const ids = (await world().mails()).map(({ messageId }) => messageId);
    expect(new Set(ids).size).to.equal(2);
    await world().expectClean();
    expect((await run('mail preview order-shipped')).stdout).to.match(/Subject: Your order .* is on its way/);
    expect((await run('mail preview nothing')).stderr).to.match(/there are: order-confirmation/);
  });
});
