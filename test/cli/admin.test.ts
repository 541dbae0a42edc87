/** The clerk's commands, as typed: what they print, to whom, and how they end. */
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { seedCatalog, seedOrder } from '../../src/operations/seed-order.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

describe('orders admin', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const run = (line: string | readonly string[], options = {}) => orders(world(), line, options);
  const bought = async (quantity = 2) => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    return (await world().customer()).buy('MUG', quantity);
  };

  it('list prints a table for people, and the same orders as JSON, CSV and ids', async () => {
    const order = await bought();
    const table = await run('admin list');
    expect(table.code).to.equal(EXIT.ok);
    expect(table.stdout).to.match(/^ORDER\s+PLACED\s+STATUS\s+PAYMENT\s+ITEMS\s+TOTAL\s+CUSTOMER/);
    expect(table.stdout).to.include(order.order_number).and.to.include('€25.00');
    expect(table.stderr).to.include('1 of 1');
    const { json } = await run('admin list --json');
    expect(Object.keys(json)).to.include.members(['orders', 'total', 'next_cursor']);
    expect(json.orders[0]).to.include({ order_number: order.order_number, status: 'confirmed', total: 2500 });
    expect((await run('admin list --format ids')).stdout).to.equal(`${order.order_number}\n`);
    const csv = (await run('admin list --format csv')).stdout.trimEnd().split('\n');
    expect(csv[0]).to.equal('ORDER,PLACED,STATUS,PAYMENT,ITEMS,TOTAL,CUSTOMER');
    expect(csv[1]).to.include(`${order.order_number},${order.placed_at},confirmed,paid,2,25.00,`);
  });

  it('list gives a file all there is, and says so where it is not all', async () => {
    await seedCatalog(world().staff, {});
    for (let number = 1; number <= 130; number++) await seedOrder(world().staff, { number });
    const numbers = (await run('admin list --format ids')).stdout.trimEnd().split('\n');
    expect(new Set(numbers).size).to.equal(130);
    expect((await run('admin list --format csv')).stdout.trimEnd().split('\n')).to.have.length(131);
    expect((await run('admin list --json')).json.orders).to.have.length(130);
    const cut = await run('admin list --format ids --limit 120');
    expect(cut.stdout.trimEnd().split('\n')).to.deep.equal(numbers.slice(0, 120));
    expect(cut.stderr).to.include('120 of 130; more with a higher --limit');
    expect((await run('admin list')).stderr).to.include('50 of 130; more with --page 2');
    const third = await run('admin list --page 3');
    expect(third.stdout.trimEnd().split('\n')).to.have.length(31);
    expect(third.stderr).to.not.include('more with');
  });

  it('list filters, and says so when nothing matches', async () => {
    await bought();
    expect((await run('admin list --status shipped')).stderr).to.include('No orders match');
    expect((await run('admin list --sku MUG --since 1d --format ids')).stdout).to.match(/^ORD-/);
    const wrong = await run('admin list --status shiped');
    expect(wrong.code).to.equal(EXIT.usage);
    expect(wrong.stderr).to.match(/status: must be one of: pending, confirmed/);
    expect((await run('admin list --limit 0')).stderr).to.match(/--limit must be at least 1/);
    expect((await run('admin list --since soon')).stderr).to.match(/--since/);
  });

  it('is plain when piped, coloured at a terminal, and plain there too with NO_COLOR', async () => {
    await bought();
    const escapeCode = String.fromCharCode(27);
    expect((await run('admin list')).stdout).to.not.include(escapeCode);
    expect((await run('admin list', { tty: true, env: { TERM: 'xterm' } })).stdout).to.include(escapeCode);
    expect((await run('admin list', { tty: true, env: { NO_COLOR: '1' } })).stdout).to.not.include(escapeCode);
  });

  it('takes an order by number in any spelling, or by id', async () => {
    const { order_number, id } = await bought();
    const plain = order_number.replaceAll('-', '').toLowerCase();
    for (const reference of [order_number, plain, plain.slice(3), id]) {
      expect((await run(`admin show ${reference} --json`)).json.id, reference).to.equal(id);
    }
  });

  it('tells a typing slip from an order that is not there', async () => {
    const { order_number } = await bought();
    const slip = order_number.slice(0, -1) + (order_number.endsWith('0') ? '1' : '0');
    const mistyped = await run(`admin show ${slip}`);
    expect([mistyped.code, mistyped.stdout]).to.deep.equal([EXIT.notFound, '']);
    expect(mistyped.stderr).to.include('mistyped');
    expect((await run('admin show ORD-0000-00000')).stderr).to.include('There is no order');
  });

  it('show tells all that matters, and the timeline when asked', async () => {
    const order = await bought();
    const shown = (await run(`admin show ${order.order_number} --timeline`)).stdout;
    for (const text of ['€25.00', 'Ann Example', 'Hauptstraße 1', 'Product MUG', 'Payment received', 'customer:'])
      expect(shown).to.include(text);
  });

  it('find finds by number, mail, tracking number and payment', async () => {
    const order = await bought();
    await run(`admin fulfill ${order.order_number} --tracking SBX123456782`);
    const { customer, payments } = order;
    for (const text of [order.order_number, customer.email, 'sbx-1234-5678-2', payments[0]?.id as string]) {
      expect((await run(['admin', 'find', text, '--format', 'ids'])).stdout, text).to.include(order.order_number);
    }
    const nothing = await run('admin find nobody@example.org');
    expect(nothing.stdout).to.equal('');
    expect(nothing.stderr).to.match(/nobody@example\.org/);
  });

  it('fulfill ships, says what it did, and does nothing twice', async () => {
    const order = await bought();
    const shipped = await run(`admin fulfill ${order.order_number} --tracking SBX123456782 --by anna`);
    expect(shipped.code).to.equal(EXIT.ok);
    expect(shipped.stdout).to.match(/✓ ORD-.* shipped .*, mail on its way\n {2}sandbox SBX123456782: /);
    const again = await run(`admin fulfill ${order.order_number} --tracking SBX123456782`);
    expect(again.code).to.equal(EXIT.conflict);
    expect(again.stderr).to.include('nothing was done');
    const { json } = await run(`admin show ${order.order_number} --json`);
    expect(json.timeline.at(-1).actor).to.equal('staff:anna');
  });

  it('fulfill refuses a wrong check digit, and lines that are not there', async () => {
    const order = await bought();
    const wrong = await run(`admin fulfill ${order.order_number} -t SBX123456783`);
    expect([wrong.code, wrong.stdout]).to.deep.equal([EXIT.usage, '']);
    expect(wrong.stderr).to.include('check digit is wrong');
    expect((await run(`admin fulfill ${order.order_number} -t SBX123456782 --items CUP=1`)).code).to.equal(
      EXIT.conflict,
    );
    expect((await run(`admin fulfill ${order.order_number} -t SBX123456782 --items =2`)).stderr).to.match(/--items/);
  });

  it('cancel shows its plan, wants a yes, and gives the money back', async () => {
    const order = await bought();
    const dry = await run(`admin cancel ${order.order_number} --dry-run`);
    expect(dry.stdout).to.match(/refund {2}€25\.00/);
    const unasked = await run(`admin cancel ${order.order_number}`);
    expect(unasked.code).to.equal(EXIT.usage);
    expect(unasked.stderr).to.include('Add --yes');
    expect((await run(`admin show ${order.order_number} --json`)).json.status).to.equal('confirmed');
    const done = await run(['admin', 'cancel', order.order_number, '--yes', '--reason', 'customer called']);
    expect(done.stdout).to.match(/cancelled .*\n {2}refund of €25\.00: sent/);
    expect((await run(`admin cancel ${order.order_number} --yes`)).stdout).to.include('was cancelled before');
  });

  it('a batch of which a part fails does the rest, and says so by its exit code', async () => {
    const { order_number } = await bought();
    await run(`admin hold ${order_number} --reason look`);
    const part = await run(`admin release ${order_number} ORD-0000-00000`);
    expect(part.code).to.equal(EXIT.partial);
    expect(part.stdout).to.include(order_number);
    expect(part.stderr).to.include('ORD-0000-00000');
  });

  it('refund, hold, release, note and update do what they say', async () => {
    const { order_number } = await bought();
    expect((await run(`admin refund ${order_number} --amount 5.50 --reason dent --yes`)).stdout).to.include('€5.50');
    expect((await run(`admin refund ${order_number} --amount 99 --reason dent --yes`)).code).to.equal(EXIT.conflict);
    expect((await run(`admin hold ${order_number} --reason odd`)).stdout).to.include('HELD');
    expect((await run(`admin fulfill ${order_number} -t SBX123456782`)).code).to.equal(EXIT.conflict);
    expect((await run(`admin release ${order_number}`)).stdout).to.not.include('HELD');
    expect((await run(['admin', 'note', order_number, 'call back'])).code).to.equal(EXIT.ok);
    expect((await run(`admin update ${order_number} --status processing`)).stdout).to.include('processing');
    expect((await run(`admin update ${order_number} --status delivered`)).code).to.equal(EXIT.conflict);
    const { json } = await run(`admin show ${order_number} --json`);
    expect(json.internal_notes[0].body).to.equal('call back');
    await world().work();
    await world().expectClean();
  });
});
