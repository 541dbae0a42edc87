/** A customer, a receiver and a supplier write; a clerk reads, and completes words. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { announce } from '../../src/outbox/store.ts';
import { checkoutBody } from '../setup/api.ts';
import { ENGINES, type Engine, scratchFolder } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

const ESC = '\u001b';
const engine = ENGINES[0] as Engine;

describe('what others wrote, at the clerk’s terminal', () => {
  const world = useWorld(engine);

  it('is shown and not obeyed, whichever field of an old order holds it', async () => {
    await world().product('MUG');
    const order = await (await world().customer()).buy('MUG');
    const { database } = world().app;
    const evil = `${ESC}[2J${ESC}]0;title\u0007${ESC}[8m`;
    const address = JSON.stringify({ name: evil, line1: evil, city: evil, postal_code: '1', country: 'DE' });
    await database.run('UPDATE orders SET customer_name = ?, order_notes = ?, shipping_address = ?', [
      evil,
      evil,
      address,
    ]);
    await database.run('UPDATE order_items SET name = ?', [evil]);
    const row = {
      kind: 'send-alert' as const,
      dedupe_key: 'x',
      order_id: null,
      payload: { alert: evil, recipient: evil },
    };
    await announce(database, world().system.now(), [row]);
    await database.run('UPDATE outbox SET last_error = ?, dead_at = due_at, due_at = NULL', [evil]);
    const lines = [
      'admin show N --timeline',
      'admin list',
      'admin slip N',
      'admin find MUG',
      'jobs dead',
      'admin stuck',
    ];
    for (const line of lines) {
      for (const tty of [true, false]) {
        const { stdout, stderr } = await orders(world(), line.replace('N', order.order_number), { tty });
        for (const said of [stdout, stderr]) {
          expect(said, line).to.not.include(`${ESC}[2J`);
          expect(said, line).to.not.include(`${ESC}]`);
          expect(said, line).to.not.include(`${ESC}[8m`);
        }
      }
    }
  });

  it('is not written down by --by either', async () => {
    const { code, stderr } = await orders(world(), ['admin', 'pick', '--by', `a${ESC}[2J`]);
    expect(code).to.equal(2);
    expect(stderr).to.match(/--by holds the control character U\+001B/);
  });

  it('is never evaluated by the shell that completes it', async function () {
    this.timeout(20_000);
    await world().product('$(touch PWNED)');
    await world().product('`touch PWNED2`');
    await world().product('MUG-01');
    const folder = scratchFolder();
    mkdirSync(folder, { recursive: true });
    const script = (await orders(world(), 'completion bash')).stdout;
    const asked = `${script}
orders() { node ${join(process.cwd(), 'dist/bin/orders.js')} "$@"; }
COMP_WORDS=(orders admin list --sku ""); COMP_CWORD=4; _orders; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, ...world().environment };
    const said = execFileSync('bash', ['-c', asked], { cwd: folder, env, encoding: 'utf8' });
    expect(said).to.include('MUG-01');
    expect(existsSync(join(folder, 'PWNED')) || existsSync(join(folder, 'PWNED2'))).to.equal(false);
  });
});

describe('text over HTTP', () => {
  const api = useApi(engine);

  it('with controls is refused by its field, and changes nothing', async () => {
    await api().customer('PUT', '/cart/items/MUG', { quantity: 1 });
    const body = checkoutBody();
    const answer = await api().customer('POST', '/orders/checkout', {
      ...body,
      shipping_address: { ...body.shipping_address, name: `Bob${ESC}[2J` },
    });
    expect(answer.status).to.equal(422);
    expect(answer.body.errors[0]).to.include({ pointer: '/shipping_address/name' });
    expect((await api().customer('PUT', '/cart/items/a%00', { quantity: 1 })).status).to.be.oneOf([404, 422]);
    expect((await api().customer('DELETE', '/cart/items/a%00')).status).to.be.oneOf([404, 422]);
    expect((await api().customer('PUT', '/cart', { items: [{ sku: 'a\u0000', quantity: 1 }] })).status).to.be.oneOf([
      404, 422,
    ]);
  });

  it('that is blank where nothing is needed is as good as none', async () => {
    await api().world.product('MUG');
    await api().customer('PUT', '/cart/items/MUG', { quantity: 1 });
    const body = checkoutBody();
    const address = { ...body.shipping_address, line2: '', company: ' ', region: null, phone: '' };
    const answer = await api().customer('POST', '/orders/checkout', {
      ...body,
      shipping_address: address,
      order_notes: '',
    });
    expect(answer.status, answer.text).to.equal(201);
    expect(answer.body.shipping_address).to.not.have.property('line2');
  });

  it('that is needed and blank says so in words', async () => {
    const body = checkoutBody();
    const address = { ...body.shipping_address, city: null };
    const answer = await api().customer('POST', '/orders/checkout', { ...body, shipping_address: address });
    expect(answer.body.errors).to.deep.include({ pointer: '/shipping_address/city', detail: 'is needed' });
  });

  it('in a customer’s address as long as an address may be fits every column', async () => {
    const long = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example`;
    const { addPerson } = await import('../../src/people/add-person.ts');
    const user = await addPerson(api().world.system, { email: long, name: 'Ann' });
    const context = api().world.app.context({ kind: 'customer', name: user.email, id: user.id }, 'test');
    await api().world.product('MUG');
    const { setCartItem } = await import('../../src/carts/set-cart-item.ts');
    const { checkout } = await import('../../src/checkout/checkout.ts');
    await setCartItem(context, { sku: 'MUG', quantity: 1 });
    expect((await checkout(context, checkoutBody() as never)).outcome).to.equal('confirmed');
  });
});
