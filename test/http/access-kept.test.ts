/** Who is let in, for how long, and what they learn. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { signToken } from '../../src/http/auth/tokens.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { closeAccount, revokeTokens } from '../../src/people/change-access.ts';
import { isMailAddress } from '../../src/people/mail-address.ts';
import { findUserByEmail, normalEmail, updateUser, users } from '../../src/people/store.ts';
import { caller } from '../setup/api.ts';
import { ENGINES, type Engine, onEveryEngine } from '../setup/engines.ts';
import { runProcess } from '../setup/processes.ts';
import { useApi } from '../setup/served.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

const engine = ENGINES[0] as Engine;

/** Counted, never drawn: one random number in some thousands is a card number by its check digit. */
let clerks = 0;

describe('access', () => {
  const api = useApi(engine);
  const clerk = async () => {
    const { world } = api();
    const { id, email } = await addPerson(world.system, { email: `clerk${++clerks}@example.org`, role: 'admin' });
    const secret = world.app.config.jwtSecret();
    const token = (role: 'admin' | 'customer') => signToken({ id, role }, secret, { days: 1, nowMs: Date.now() });
    return { id, email, token };
  };
  const reads = async (token: string) => (await caller(api().url, token)('GET', '/orders/admin/all')).status;

  for (const [what, end] of [
    ['closed', closeAccount],
    ['revoked', revokeTokens],
  ] as const) {
    it(`that was ${what} ends within a second, whatever was read before and whatever a clock says`, async () => {
      const { world } = api();
      const { id, email, token } = await clerk();
      const made = await token('admin');
      expect(await reads(made)).to.equal(200);
      if (what === 'revoked') world.pass(2000);
      await end(world.staff, { email });
      // Another machine whose clock is far behind wrote it.
      await updateUser(world.app.database, id, { access_changed_at: '2020-01-01T00:00:00.000Z' });
      await sleep(300);
      expect(await reads(made)).to.equal(401);
    });
  }

  it('of a demoted clerk ends within a second', async () => {
    const { id, token } = await clerk();
    const made = await token('admin');
    expect(await reads(made)).to.equal(200);
    await api().world.app.database.update(users, { role: 'customer' }, { id });
    await sleep(300);
    expect(await reads(made)).to.equal(403);
  });

  it('is that of the token, not only that of the account', async () => {
    const { token } = await clerk();
    const [staff, shop] = [await token('admin'), await token('customer')];
    expect(await reads(staff)).to.equal(200);
    expect(await reads(shop)).to.equal(403);
    expect(await reads(staff)).to.equal(200);
    expect(await reads(shop)).to.equal(403);
  });

  it('of a customer shows nothing of the staff', async () => {
    const { world } = api();
    await world.product('MUG', { price: '10.00' });
    await api().customer('PUT', '/cart/items/MUG', { quantity: 1 });
    const { checkoutBody } = await import('../setup/api.ts');
    const { body: order } = await api().customer('POST', '/orders/checkout', checkoutBody());
    const secret = 'because the boss said so';
    await refundOrder(world.staff, { order: order.id, amount: 100, reason: 'a dent', approved_by: 'Head of Finance' });
    await holdOrder(world.staff, { order: order.id, reason: secret });
    const answer = await api().customer('GET', `/orders/${order.id}`);
    expect(answer.text).to.not.match(/boss|Finance|clerk|staff:|held/);
    const stale = await api().customer('PUT', `/orders/${order.id}/cancel`, { reason: 'x', expected_version: 99 });
    expect(stale.status).to.equal(422);
    expect(stale.text).to.not.match(/clerk|hold/i);
    const items = await api().customer('PUT', `/orders/${order.id}/cancel`, { reason: 'x', items: [] });
    expect(items.status).to.equal(422);
  });
});

onEveryEngine('a value', (each) => {
  const world = useWorld(each);

  it('is bound to a statement and never written into it', async () => {
    await world().product('MUG');
    const { database } = world().app;
    for (const email of ["x\\' OR 1=1 -- ", "x' OR '1'='1", 'x\\', "'; DROP TABLE users; --", '$1', '?']) {
      expect(await findUserByEmail(database, email), email).to.equal(undefined);
    }
    if (database.dialect === 'mysql') {
      const [row] = await database.rows<{ mode: string }>('SELECT @@SESSION.sql_mode AS mode');
      expect(row?.mode).to.include('STRICT_TRANS_TABLES').and.to.not.include('NO_BACKSLASH_ESCAPES');
    }
  });
});

describe('a mail address', () => {
  for (const address of ['kim@müller.example', 'müller@example.org', 'o’brien@example.org', 'a+b@example.co.uk']) {
    it(`${address} is one`, () => expect(isMailAddress(address)).to.equal(true));
  }
  for (const text of [
    '',
    'a',
    '@b.example',
    'a@b',
    'a@@b.example',
    'a b@c.example',
    'a\u0000@b.example',
    'a@b.example\nBcc: x@y.example',
    `${'a'.repeat(65)}@b.example`,
    '.a@b.example',
    'a..b@c.example',
    'a@-b.example',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => expect(isMailAddress(text)).to.equal(false));
  }

  it('is compared without folding one letter into another', () => {
    expect(normalEmail(' Ann@Example.ORG ')).to.equal('ann@example.org');
    expect(normalEmail('\u212A.admin@shop.example')).to.not.equal('k.admin@shop.example');
    expect(normalEmail('kim@MÜLLER.example')).to.equal(normalEmail('kim@müller.example'));
    expect(isMailAddress('\u212A.admin@shop.example')).to.equal(false);
    expect(normalEmail('\u0130@x.example')).to.not.equal('i@x.example');
  });
});

describe('what the program writes', () => {
  const world = useWorld(engine);

  it('can be read by nobody else', async () => {
    const folder = join(world().folder, 'shop');
    const { ORDERS_DATABASE_URL: _url, ...rest } = world().environment;
    const made = await runProcess(['users', 'add', 'ann@example.org'], {
      ...rest,
      ORDERS_DATA_DIR: folder,
      ORDERS_DATABASE_URL: '',
    });
    expect(made.code, made.stderr).to.equal(0);
    expect(statSync(folder).mode & 0o077).to.equal(0);
    expect(statSync(join(folder, 'orders.sqlite')).mode & 0o077).to.equal(0);
  });

  it('as the secret of tokens is whole, or refused', async () => {
    const { writeFileSync } = await import('node:fs');
    const { keptSecret } = await import('../../src/config/kept-secret.ts');
    writeFileSync(join(world().folder, 'jwt-secret'), 'x');
    expect((await refusalOf(Promise.resolve().then(() => keptSecret(world().folder, 'jwt-secret')))).code).to.equal(
      'config_invalid',
    );
  });
});
