/** A clerk's morning, in a real terminal: each screen is what it should be, and nothing wraps at 80 columns. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { hasTmux, openTmux, type Tmux } from '../setup/tmux.ts';
import { tracking } from '../setup/tracking.ts';
import { openWorld, type World } from '../setup/world.ts';

const ROWS = 200;
const BAD = 6;

// Skipped where there is no tmux: only a real terminal shows what a clerk sees.
(hasTmux ? describe : describe.skip)("a clerk's morning", function () {
  this.timeout(180_000);
  let world: World;
  let terminal: Tmux;
  let numbers: string[];

  before(async () => {
    world = await openWorld(ENGINES[0] as Engine, { ORDERS_SHIPPED_MAIL_DELAY_SECONDS: '60' });
    await world.product('MUG-01', { stock: 1000 });
    await world.product('TEA-02', { stock: 1000, price: '8.99' });
    await world.app.database.run("UPDATE products SET barcode = '4006381333931', bin = 'A-01' WHERE sku = 'MUG-01'");
    await world.app.database.run("UPDATE products SET barcode = '4006381333948', bin = 'A-02' WHERE sku = 'TEA-02'");
    numbers = [];
    for (let made = 0; made < ROWS; made++) {
      const customer = await world.customer(made % 2 === 0 ? 'Zoë 株式会社 🎁' : 'Ann Example');
      await customer.put('MUG-01', 2);
      if (made % 3 === 0) await customer.put('TEA-02');
      numbers.push((await customer.checkout()).order.order_number);
    }
    await world.work();
    terminal = openTmux(world.folder, world.environment);
  });
  after(async () => {
    terminal?.close();
    await world?.close();
  });

  it('begins with the board', async () => {
    const screen = await terminal.run('orders');
    expect(screen).to.include('The shift, as it stands');
    expect(screen).to.match(/ {3}200 {2}to pick +orders admin pick/);
    expect(screen).to.include('Today: 200 placed, 0 parcels shipped');
  });

  it('takes a wave and prints its pick list', async () => {
    const screen = await terminal.run('orders admin pick --wave 3 --out wave.pdf');
    expect(screen).to.match(/Wave of 3 orders, yours until/);
    expect(screen).to.match(/A-01 {4}6 {2}MUG-01 {2}Product MUG-01 +#1×2 #2×2 #3×2/);
    expect(screen).to.match(/A-02 {4}1 {2}TEA-02/);
    expect(screen).to.match(/1 {2}ORD-[\w-]+ +3 {2}Zoë 株式会社 🎁/);
    expect(existsSync(join(world.folder, 'wave.pdf'))).to.equal(true);
  });

  it('packs by scanning, is told of a wrong item, and ships at the last scan', async () => {
    const order = numbers[1] as string;
    terminal.type(`clear; orders admin pack ${order} --scan --slip ${order}.pdf`);
    await terminal.until(/0\/2 {2}MUG-01/);
    terminal.type('4006381333948');
    await terminal.until(/WRONG Product TEA-02: not in/);
    expect(await terminal.until(/belongs to/)).to.include(numbers[0] as string);
    terminal.type('4006381333931');
    await terminal.until(/1 to go/);
    terminal.type('MUG-01');
    await terminal.until(/Scan the label/);
    terminal.type(`${tracking(1).slice(0, -1)}${(Number(tracking(1).at(-1)) + 1) % 10}`);
    await terminal.until(/check digit is wrong/);
    terminal.type(tracking(1));
    await terminal.until(new RegExp(`${order} shipped with ${tracking(1)}`));
    await terminal.until(/q ends/);
    terminal.type('q');
    expect(existsSync(join(world.folder, `${order}.pdf`))).to.equal(true);
  });

  it('mistypes a tracking number, hears which digit, and takes a shipment back', async () => {
    const right = tracking(0);
    const wrong = `${right.slice(0, -1)}${(Number(right.at(-1)) + 1) % 10}`;
    const refused = await terminal.run(`orders admin fulfill ${numbers[0]} -t ${wrong}`);
    expect(refused.replace(/\s+/g, ' ')).to.match(/check digit is wrong: compare it with the label/);
    expect(await terminal.run(`orders admin fulfill ${numbers[0]} -t ${right}`)).to.match(/✓ ORD-[\w-]+ {2}shipped/);
    expect(await terminal.run(`orders admin undo ${numbers[0]}`)).to.match(/shipment taken back/);
    expect(await terminal.run(`orders admin fulfill ${numbers[0]} -t ${right} --items MUG-01=2`)).to.match(
      /partially_shipped/,
    );
  });

  it('prints slips', async () => {
    expect(await terminal.run(`orders admin slip ${numbers[2]} ${numbers[3]} --out slips.pdf --size 4x6`)).to.include(
      '2 slips in slips.pdf',
    );
  });

  it('ships two hundred from a file, six of them bad', async () => {
    const rows = numbers.slice(2).map((number, at) => `${number},${tracking(at + 2)}`);
    for (let bad = 0; bad < BAD - 2; bad++) rows[bad * 9] = `ORD-0000-0000${bad},${tracking(900 + bad)}`;
    rows[50] = `${numbers[52]},SBX000000001`;
    rows[60] = `${numbers[62]},${tracking(1)}`;
    rows.push(`${numbers[1]},${tracking(1)}`, `${numbers[1]},${tracking(1)}`);
    writeFileSync(join(world.folder, 'manifest.csv'), `order,tracking\n${rows.join('\n')}\n`);
    const look = await terminal.run('orders admin fulfill --from manifest.csv --dry-run');
    expect(look).to.match(/192 {2}to ship/);
    expect(look).to.match(/2 {2}shipped already, skipped/);
    expect(look).to.match(/4 {2}unknown orders/);
    expect(look).to.match(/1 {2}wrong tracking numbers/);
    expect(look).to.match(/1 {2}numbers that are on another order/);
    const done = await terminal.run('orders admin fulfill --from manifest.csv --yes');
    expect(done.replace(/\s+/g, ' ')).to.match(
      /✓ 192 shipped, 2 skipped, 6 failed; each row in manifest\.results\.csv/,
    );
    expect(done).to.match(/ended-\d+:6/);
  });

  it('looks for parcels in trouble', async () => {
    await world.app.database.run(
      "UPDATE shipments SET status = 'exception', next_poll_at = shipped_at WHERE tracking_number = ?",
      [tracking(1)],
    );
    const screen = await terminal.run('orders track --exceptions');
    expect(screen).to.match(new RegExp(`${numbers[1]} +sandbox ${tracking(1)} .*Held up`));
  });

  it('cancels what is left of an order, after seeing what that means', async () => {
    terminal.type(`clear; orders admin cancel ${numbers[0]} --items TEA-02=1 --reason 'out of tea'`);
    const plan = await terminal.until(/Cancel this part of/);
    expect(plan).to.match(/a part of the order would be cancelled/);
    expect(plan).to.match(/lines {3}1 × TEA-02/);
    expect(plan).to.match(/refund {2}€8\.99/);
    terminal.type('y');
    await terminal.until(/refund of €8\.99: sent/);
  });

  it('watches the board, and leaves it with q', async () => {
    terminal.type('clear; orders admin watch');
    await terminal.until(/every 2 s\. q quits/);
    terminal.press('q');
    await terminal.until(/^\$\s*$/m);
  });

  it('ends with the figures of the day', async () => {
    const screen = await terminal.run('orders admin stats --since 2d');
    expect(screen).to.match(/200 orders, 467 units, 0 cancelled/);
    expect(screen).to.match(/Revenue €6,593\.34 \(€8\.99 given back\)/);
    expect(screen).to.match(/ 200 {2}█+/);
    expect(await terminal.run('orders doctor | tail -1')).to.include('checks are clean');
  });
});
