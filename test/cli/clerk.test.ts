/** A clerk's tools: bulk shipping, waves, packing, papers, exports, what is stuck — and who answers for it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { DAY, HOUR, MINUTE } from '../../src/lib/time.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders, type TerminalOptions } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

describe("a clerk's tools", () => {
  const world = useWorld(ENGINES[0] as Engine, {
    ORDERS_SHIPPED_MAIL_DELAY_SECONDS: '60',
  });
  const run = (line: string | readonly string[], options: TerminalOptions = {}) => orders(world(), line, options);
  const buy = async (sku = 'MUG', quantity = 1) =>
    (await (await world().customer('Zoë 株式会社 🎁')).buy(sku, quantity)).order_number;
  beforeEach(async () => {
    await world().product('MUG', { stock: 100 });
    await world().product('TEA', { stock: 100 });
    await world().app.database.run("UPDATE products SET barcode = '4006381333931', bin = 'B-1' WHERE sku = 'MUG'");
    await world().app.database.run("UPDATE products SET bin = 'A-1' WHERE sku = 'TEA'");
  });

  it('pick locks a wave to one clerk, in the order of bins, until it times out', async () => {
    const [first, second] = [await buy('MUG', 2), await buy('TEA')];
    const { json: wave } = await run('admin pick --wave 2 --by anna --json');
    expect(wave.orders.map(({ order_number }: { order_number: string }) => order_number)).to.deep.equal([
      first,
      second,
    ]);
    expect(wave.picks.map(({ bin, sku, quantity }: Record<string, unknown>) => [bin, sku, quantity])).to.deep.equal([
      ['A-1', 'TEA', 1],
      ['B-1', 'MUG', 2],
    ]);
    const other = await run('admin pick --by bert');
    expect([other.code, other.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.conflict && /Nothing is ready/.test(text),
    );
    expect((await run('admin pick --by anna --json')).json.id).to.equal(wave.id);
    expect((await run('--help')).code).to.equal(EXIT.ok);
    await run('admin pick --drop --by anna');
    expect((await run('admin pick --by bert --json')).json.orders).to.have.length(2);
  });

  it('pick holds the newest orders when something is not on the shelf', async () => {
    const [first, second] = [await buy(), await buy()];
    await run('admin pick --by anna');
    const { json } = await run('admin pick --short MUG=1 --yes --by anna --json');
    expect(json.orders.map(({ order_number }: { order_number: string }) => order_number)).to.deep.equal([first]);
    expect((await run(`admin show ${second}`)).stdout).to.match(/HELD[\s\S]*short of MUG/);
  });

  it('slip takes its own formats, and says so', async () => {
    const order = await buy();
    expect((await run(`admin slip ${order} --format text`)).stdout).to.include(order);
    expect((await run(`admin slip ${order} --format html`)).stderr).to.include('--format must be pdf or text');
  });

  it('slips and pick lists are PDFs whose code a scanner reads', async function () {
    this.timeout(30_000);
    const order = await buy();
    const files = ['a4', '4x6'].map((size) => [size, join(world().folder, `${size}.pdf`)] as const);
    for (const [size, file] of files) {
      const { stderr } = await run(['admin', 'slip', order, '--out', file, '--size', size]);
      expect(stderr).to.include('1 slip in');
      expect(readFileSync(file).subarray(0, 5).toString()).to.equal('%PDF-');
      // Where the machine has the readers, the paper is read back.
      if (existsSync('/usr/bin/pdftoppm') && existsSync('/usr/bin/zbarimg')) {
        execFileSync('pdftoppm', ['-r', '200', '-png', file, file]);
        expect(
          execFileSync('zbarimg', ['-q', '--raw', `${file}-1.png`])
            .toString()
            .trim(),
        ).to.equal(order);
      }
    }
    expect((await run(`admin slip ${order}`)).stdout)
      .to.include('Ann Example')
      .and.include('1 × MUG');
    await run(['admin', 'pick', '--out', join(world().folder, 'wave.pdf')]);
    expect(existsSync(join(world().folder, 'wave.pdf'))).to.equal(true);
  });

  it('undo takes back a shipment of one’s own, while its mail has not left', async () => {
    const order = await buy();
    await run(`admin fulfill ${order} --tracking SBX123456782 --by anna`);
    expect((await run(`admin undo ${order} --by bert`)).code).to.equal(EXIT.notAllowed);
    expect((await run(`admin undo ${order} --by anna`)).stdout).to.match(/processing .*taken back/);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 100, reserved: 1 });
    await world().work();
    world().pass(2 * MINUTE);
    await world().work();
    expect((await world().mails()).map(({ subject }) => subject).join()).to.not.include('on its way');
    await world().expectClean();
    await run(`admin fulfill ${order} --tracking SBX123456782 --by anna`);
    world().pass(2 * MINUTE);
    await world().work();
    const late = await run(`admin undo ${order} --by anna`);
    expect([late.code, late.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.conflict && /Too late/.test(text),
    );
    await world().expectClean();
  });

  it('fulfill with several parcels ships all of them or none', async () => {
    const order = await buy('MUG', 2);
    const wrong = await run(['admin', 'fulfill', order, '--parcel', 'SBX123456782:MUG=1', '--parcel', 'SBX123456780']);
    expect([wrong.code, wrong.stderr]).to.satisfy(
      ([code, text]: [number, string]) =>
        code === EXIT.usage && /Nothing was shipped\. Parcel 2 \(SBX123456780\)/.test(text),
    );
    expect((await run(`admin show ${order} --json`)).json.shipments).to.deep.equal([]);
    const right = await run(['admin', 'fulfill', order, '--parcel', 'SBX123456782:MUG=1', '--parcel', 'SBX987654328']);
    expect(right.code).to.equal(EXIT.ok);
    expect((await run(`admin show ${order} --json`)).json.shipments).to.have.length(2);
  });

  it('a large refund needs a second person, by name', async () => {
    const order = await buy();
    expect((await run('config refund-limit 10 EUR --day 500 --yes')).stdout).to.match(/€10\.00 of an order, €500\.00/);
    const line = `admin refund ${order} --amount 12.50 --reason dent --yes --by anna`;
    const alone = await run(line);
    expect([alone.code, alone.stderr]).to.satisfy(
      ([code, text]: [number, string]) =>
        code === EXIT.notAllowed && /one person may give back; name who agrees/.test(text),
    );
    const staff = { name: 'B', role: 'admin' as const };
    await addPerson(world().system, { email: 'anna@shop.example', ...staff });
    await addPerson(world().system, { email: 'bert@shop.example', ...staff });
    for (const nobody of ['boss', 'anna@shop.example', 'ann@example.org']) {
      expect((await run(`${line} --approved-by ${nobody}`)).code, nobody).to.equal(EXIT.notAllowed);
    }
    expect((await run(`${line} --approved-by bert@shop.example`)).stdout).to.match(/€12\.50 sent/);
    expect((await run(`admin show ${order} --timeline`)).stdout).to.match(/approved by bert@.*staff:anna/);
    expect((await run(`admin refund ${order} --check`)).stdout).to.match(/€12\.50: succeeded/);
  });

  it('find takes whatever is at hand', async () => {
    const order = await buy();
    await run(`admin fulfill ${order} --tracking SBX123456782`);
    const { json } = await run(`admin show ${order} --json`);
    const typed = order.slice(4).replace('-', '').toLowerCase().replace('0', 'o');
    for (const text of [typed, json.customer.email, 'zoë', 'SBX 1234 56782', json.payments[0].id, json.id, 'MUG']) {
      const found = await run(['admin', 'find', text, '--format', 'ids']);
      expect(found.stdout.split('\n'), text).to.include(order);
    }
    expect((await run('admin find nobody@nowhere.test')).code).to.equal(EXIT.notFound);
  });

  it('list narrows, sorts, chooses columns, and keeps views for everybody', async () => {
    const [first, second] = [await buy('MUG', 2), await buy('TEA')];
    const ids = async (line: string) => (await run(`admin list ${line} --format ids`)).stdout.trim().split('\n');
    expect(await ids('--sort total')).to.deep.equal([second, first]);
    expect(await ids('--sku TEA --since 1h')).to.deep.equal([second]);
    const csv = await run('admin list --oldest --columns order,skus,total --format csv');
    expect(csv.stdout).to.equal(`ORDER,SKUS,TOTAL\n${first},2×MUG,30.00\n${second},1×TEA,17.50\n`);
    await run('admin list --sku TEA --save tea --by anna');
    expect(await ids('--view tea --by bert')).to.deep.equal([second]);
    expect((await run('admin list --view none')).stderr).to.match(/there are: tea/);
  });

  it('stuck names the cause and the command that mends it, and the command does', async () => {
    const order = await buy();
    await world().app.database.run(
      "UPDATE outbox SET dead_at = created_at, due_at = NULL, last_error = 'mailbox full' WHERE kind = 'send-mail'",
    );
    const { json } = await run('admin stuck --json');
    expect(json.stuck).to.deep.equal([
      { order_number: order, cause: 'a mail or job was given up: mailbox full', remedy: `admin resume ${order}` },
    ]);
    expect((await run(['admin', 'resume', '-'], { stdin: `${order}\n` })).stdout).to.match(/woke \d waiting jobs/);
    await world().work();
    expect((await run('admin stuck')).stderr).to.match(/Nothing is stuck/);
    await world().expectClean();
  });

  it('track --exceptions lists parcels nobody has scanned', async () => {
    const order = await buy();
    await run(`admin fulfill ${order} --tracking 1Z999AA10123456784`);
    await world().app.database.run('UPDATE shipments SET next_poll_at = shipped_at');
    expect((await run('track --exceptions')).stderr).to.match(/Every parcel is on its way/);
    world().pass(3 * DAY);
    await world().app.database.run("UPDATE shipments SET shipped_at = '2026-01-01 00:00:00.000'");
    expect((await run('track --exceptions --json')).json.exceptions[0]).to.include({
      order_number: order,
      status: 'unknown',
    });
  });

  it('stats and export count the same orders', async () => {
    await buy('MUG', 2);
    await run(`admin fulfill ${await buy()} --tracking SBX123456782`);
    const { json } = await run('admin stats --since 2d --json');
    expect(json).to.include({ orders: 2, units: 3, cancelled: 0 });
    expect(json.revenue).to.deep.equal([{ currency: 'EUR', amount: 4750, refunded: 0 }]);
    const { stdout } = await run('admin export --since 2d');
    expect(stdout.trim().split('\n')).to.have.length(3);
    expect(stdout).to.include('Zoë 株式会社 🎁');
    const lines = (await run('admin export --format json')).stdout.trim().split('\n');
    expect(JSON.parse(lines[0] as string)).to.include({ item_count: 2, total: 3000 });
  });

  it('export keeps spreadsheets from running what customers wrote', async () => {
    await (await world().customer('=HYPERLINK("http://x")')).buy('MUG');
    expect((await run('admin export')).stdout).to.include(`"'=HYPERLINK(""http://x"")"`);
  });

  it('nothing is wider than the terminal, whatever the names', async () => {
    const customer = await world().customer('Zoë 株式会社 🎁 with a name that does not want to end');
    for (let line = 0; line < 60; line++) await world().product(`SKU-${line}-WITH-A-LONG-TAIL`);
    for (let line = 0; line < 60; line++) await customer.put(`SKU-${line}-WITH-A-LONG-TAIL`);
    const { order } = await customer.checkout();
    const { widthOf } = await import('../../commands/cli/width.ts');
    const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
    for (const line of [
      '',
      'admin list',
      `admin show ${order.order_number}`,
      'admin pick',
      'admin stats',
      'admin stuck',
    ]) {
      const { stdout, code } = await run(line === '' ? [] : line, { tty: true, columns: 80 });
      expect(code, line).to.equal(EXIT.ok);
      for (const text of stdout.split('\n')) expect(widthOf(text.replace(colours, '')), text).to.be.at.most(80);
    }
    const plain = await run('admin list', { tty: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout).to.not.include(String.fromCharCode(27));
  });

  it('completes words, flags, statuses, and orders out of the database', async () => {
    const order = await buy();
    const complete = async (...words: string[]) =>
      (await run(['completion', '--words', '--', ...words])).stdout.trim().split('\n');
    expect(await complete('ad')).to.deep.equal(['admin']);
    expect(await complete('admin', 'ful')).to.deep.equal(['fulfill']);
    expect(await complete('admin', 'list', '--stat')).to.deep.equal(['--status']);
    expect(await complete('admin', 'list', '--status', 'pro')).to.deep.equal(['processing']);
    expect(await complete('admin', 'show', order.slice(0, 6).toLowerCase())).to.include(order);
    expect(await complete('admin', 'list', '--sku', 'M')).to.deep.equal(['MUG']);
    for (const shell of ['bash', 'zsh', 'fish'])
      expect((await run(`completion ${shell}`)).stdout).to.include('orders completion --words --');
  });

  it('a conflict says who was faster, and what they did', async () => {
    const order = await buy();
    const { json } = await run(`admin show ${order} --json`);
    await run(['admin', 'note', order, 'call first', '--by', 'bert']);
    const { fulfillOrder: ship } = await import('../../src/fulfillment/fulfill-order.ts');
    const late = await ship(world().staff, {
      order,
      tracking_number: 'SBX123456782',
      expected_version: json.version,
    }).catch((error) => error);
    expect(late.message).to.match(/staff:bert did it last, at .*: Note added/);
    world().pass(HOUR);
  });
});
