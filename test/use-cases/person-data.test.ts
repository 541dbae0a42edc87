/** A person's data: given to them whole, and forgotten whole, while books, stock and timelines stay right. */

import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { setCartItem } from '../../src/carts/set-cart-item.ts';
import { updateOrder } from '../../src/changes/update-order.ts';
import { checkout } from '../../src/checkout/checkout.ts';
import { accountOf, type Context } from '../../src/context.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { DAY } from '../../src/lib/time.ts';
import { suppressAddress } from '../../src/notifications/suppressions.ts';
import { erasePerson, exportPerson } from '../../src/operations/person-data.ts';
import { prune } from '../../src/operations/prune.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { releaseOrder } from '../../src/orders/hold/release-order.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { saveView } from '../../src/orders/read/saved-views.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { updatePerson } from '../../src/people/update-person.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

/** Each of these names one person, and is planted somewhere. */
const PLANTED = {
  name: 'Zephyrine Quux',
  street: 'Xylophongasse 77',
  city: 'Vexillum',
  company: 'Quuxwerke',
  phone: '+49 30 5550199',
  notes: 'ring at Oblomov',
  note: 'her sister Dulcinea called',
  reason: 'Ptolemy broke it',
  hold: 'check with Ermentrude',
  error: 'Blunderbuss unknown here',
  neighbour: 'left with Hieronymus',
} as const;

onEveryEngine('a person', (engine) => {
  const world = useWorld(engine);

  async function lived(): Promise<{ email: string; order: string; context: Context }> {
    await world().product('MUG', { stock: 10 });
    const { context } = await world().customer(PLANTED.name);
    const { email } = (
      await world().app.database.rows<{ email: string }>('SELECT email FROM users WHERE name = ?', [PLANTED.name])
    )[0] as { email: string };
    await setCartItem(context, { sku: 'MUG', quantity: 2 });
    const { name, street: line1, city, company, phone } = PLANTED;
    const { order } = await checkout(context, {
      shipping_address: { name, line1, city, company, phone, postal_code: '10115', country: 'DE' },
      payment_method: 'card',
      payment_details: { token: 'tok_ok' },
      order_notes: PLANTED.notes,
      idempotency_key: 'her-own-key',
    });
    const { staff, app } = world();
    await noteOrder(staff, { order: order.id, note: PLANTED.note });
    await holdOrder(staff, { order: order.id, reason: PLANTED.hold });
    await releaseOrder(staff, { order: order.id });
    // With an account, as over HTTP: its answers are kept under its keys.
    const clerk = await addPerson(world().system, { email: 'clerk@shop.example', role: 'admin' });
    const signedIn: Context = { ...staff, actor: { kind: 'staff', name: clerk.email, id: clerk.id } };
    await refundOrder(signedIn, { order: order.id, amount: 100, reason: PLANTED.reason, idempotency_key: 'staff-key' });
    await fulfillOrder(staff, { order: order.id, tracking_number: 'SBX123456782' });
    await saveView(staff, { name: 'hers', options: { customer: email } });
    await suppressAddress(staff, { address: email, reason: 'asked' });
    await world().work();
    await app.database.run('UPDATE outbox SET last_error = ?', [PLANTED.error]);
    await app.database.run('UPDATE tracking_events SET description = ?', [PLANTED.neighbour]);
    await setCartItem(context, { sku: 'MUG', quantity: 1 });
    return { email, order: order.id, context };
  }
  const deliver = async (order: string) => {
    const { version } = await getOrder(world().staff, { order });
    await updateOrder(world().staff, { order, status: 'delivered', expected_version: version });
    await world().work();
  };
  /** Every text of every table. */
  const dump = async (): Promise<string> => {
    const { database } = world().app;
    const names = await database.rows<{ name: string }>(
      database.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    const tables = await Promise.all(names.map(({ name }) => database.rows(`SELECT * FROM ${name}`)));
    return JSON.stringify(tables);
  };

  it('is forgotten: nothing that names them is in any table, and doctor finds nothing', async () => {
    const { email, order, context } = await lived();
    await deliver(order);
    const identifiers = [email, ...Object.values(PLANTED)];
    expect(identifiers).to.have.length(12);
    const before = await dump();
    for (const identifier of identifiers) expect(before, identifier).to.include(identifier);
    const plan = await erasePerson(world().staff, { email, dry_run: true });
    expect(plan).to.include({ done: false });
    expect(await dump()).to.equal(before);
    await erasePerson(world().staff, { email });
    const after = await dump();
    for (const identifier of identifiers) expect(after, identifier).to.not.include(identifier);
    for (const word of ['zephyrine', 'xylophongasse', 'quuxwerke']) expect(after, word).to.not.include(word);
    await world().expectClean();
    const kept = await getOrder(world().staff, { order });
    expect(kept).to.include({ status: 'delivered', refunded_total: 100 });
    expect(kept.customer.email).to.equal(`${accountOf(context.actor)}@erased.invalid`);
    expect(await refusalOf(erasePerson(world().staff, { email }))).to.include({ code: 'customer_not_found' });
  });

  it('is forgotten under every address that was theirs, and nobody else is', async () => {
    const { email, order } = await lived();
    await deliver(order);
    await saveView(world().staff, { name: 'by-name', options: { query: 'Quux' } });
    await saveView(world().staff, { name: 'somebody-else', options: { customer: `x${email}` } });
    await updatePerson(world().staff, { email, new_email: 'newer@example.org' });
    await erasePerson(world().staff, { email: 'newer@example.org' });
    const after = (await dump()).replaceAll(`x${email}`, '');
    for (const gone of [email, 'newer@example.org', 'Quux']) expect(after, gone).to.not.include(gone);
    expect(await world().count('saved_views')).to.equal(1);
    await world().work();
    expect((await world().mails()).filter(({ text }) => /Hello erased/.test(text ?? ''))).to.deep.equal([]);
    await world().expectClean();
  });

  it('leaves no byte behind in the file and no mail in the folder, by the command', async () => {
    const { email, order } = await lived();
    await deliver(order);
    await orders(world(), `users erase ${email} --yes`);
    expect((await world().mails()).filter((mail) => JSON.stringify(mail.to).includes(email))).to.deep.equal([]);
    if (engine.name !== 'SQLite') return;
    const file = String(world().environment.ORDERS_DATABASE_URL).replace(/^sqlite:/, '');
    for (const part of [file, `${file}-wal`]) {
      if (!existsSync(part)) continue;
      const bytes = readFileSync(part).toString('latin1');
      for (const planted of [email, PLANTED.street, PLANTED.note]) expect(bytes, planted).to.not.include(planted);
    }
  });

  it('who is staff is not forgotten: what they did stays under their name', async () => {
    const { email } = await addPerson(world().system, { email: 'boss@shop.example', role: 'admin' });
    expect((await refusalOf(erasePerson(world().staff, { email }))).message).to.include('orders users deactivate');
  });

  it('is not forgotten while an order of theirs is on its way', async () => {
    const { email } = await lived();
    const refusal = await refusalOf(erasePerson(world().staff, { email }));
    expect(refusal.code).to.equal('transition_forbidden');
    expect(refusal.message).to.match(/orders that are not over: ORD-/);
  });

  it('is given everything that is kept of them', async () => {
    const { email } = await lived();
    const text = JSON.stringify(await exportPerson(world().staff, { email }));
    const { error: _, neighbour: __, ...theirs } = PLANTED;
    for (const planted of [email, ...Object.values(theirs)]) expect(text, planted).to.include(planted);
  });

  it('is forgotten on the command line, after a question', async () => {
    const { email, order } = await lived();
    await deliver(order);
    const dry = await orders(world(), `users erase ${email} --dry-run`);
    expect(dry.stdout).to.match(/1 orders .* Nothing was done/);
    const { stdout } = await orders(world(), `users erase ${email} --yes`);
    expect(stdout).to.match(/is forgotten; what was bought stays under usr_/);
  });

  it('is no longer named by the log of mails after a year', async () => {
    const { email } = await lived();
    world().pass(366 * DAY);
    await prune(world().system, {});
    const rows = await world().app.database.rows<{ recipient: string }>('SELECT recipient FROM notifications');
    expect(JSON.stringify(rows)).to.not.include(email);
  });
});
