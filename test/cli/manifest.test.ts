/** Many parcels from one file: looked at first, shipped once, told row by row. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders, type TerminalOptions } from '../setup/terminal.ts';
import { tracking } from '../setup/tracking.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('shipping from a manifest', (engine) => {
  const world = useWorld(engine);
  const run = (line: string | readonly string[], options: TerminalOptions = {}) => orders(world(), line, options);
  let numbers: string[];
  const file = () => join(world().folder, 'manifest.csv');

  beforeEach(async () => {
    await world().product('MUG', { stock: 100 });
    numbers = [];
    for (let made = 0; made < 8; made++) numbers.push((await (await world().customer()).buy('MUG')).order_number);
  });

  const manifest = (rows: readonly (readonly [order: string, tracking: string])[], head = 'Order No;Parcel;x') =>
    writeFileSync(file(), `\ufeff${head}\n${rows.map(([order, number]) => `${order};${number};`).join('\n')}\n`);

  it('says what each row would do, and does none of it, with --dry-run', async () => {
    await fulfillOrder(world().staff, { order: numbers[0] as string, tracking_number: tracking(0) });
    manifest([
      [numbers[0] as string, tracking(0)],
      [numbers[1]?.toLowerCase().replaceAll('-', '') as string, tracking(1)],
      ['ORD-0000-00000', tracking(2)],
      [numbers[2] as string, 'SBX000000001'],
      [numbers[3] as string, tracking(0)],
      [numbers[0] as string, tracking(5)],
    ]);
    const { code, json } = await run(['admin', 'fulfill', '--from', file(), '--dry-run', '--json']);
    expect(code).to.equal(EXIT.partial);
    expect(json.rows.map(({ state }: { state: string }) => state)).to.deep.equal([
      'skipped',
      'new',
      'unknown_order',
      'wrong_tracking',
      'used_elsewhere',
      'not_shippable',
    ]);
    expect(await world().count('shipments')).to.equal(1);
  });

  it('ships every good row once, tells why not of the others, and does nothing twice', async () => {
    manifest([...numbers.map((number, at) => [number, tracking(at)] as const), ['ORD-0000-00000', tracking(99)]]);
    const first = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect(first.code, first.stderr).to.equal(EXIT.partial);
    expect(first.stdout).to.match(/✓ 8 shipped, 0 skipped, 1 failed/);
    const results = readFileSync(join(world().folder, 'manifest.results.csv'), 'utf8');
    expect(results.match(/,shipped,/g)).to.have.length(8);
    expect(results).to.include('There is no order ""ORD-0000-00000""');
    const again = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect(again.stdout).to.match(/0 shipped, 8 skipped, 1 failed/);
    expect(await world().count('shipments')).to.equal(8);
    await world().work();
    const shipped = (await world().mails()).filter(({ subject }) => subject?.includes('on its way'));
    expect(shipped).to.have.length(8);
    await world().expectClean();
  });

  it('takes columns by letter or name, and goes on where an earlier run ended', async () => {
    manifest(
      numbers.map((number, at) => [tracking(at), number] as const),
      'A thing;Another thing;x',
    );
    const lost = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect([lost.code, lost.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.usage && /--map order=A/.test(text),
    );
    writeFileSync(
      join(world().folder, 'manifest.results.csv'),
      `row,order,tracking,carrier,result,detail\n2,${numbers[0]},${tracking(0)},,shipped,\n`,
    );
    const { stdout, stderr } = await run([
      'admin',
      'fulfill',
      '--from',
      file(),
      '--map',
      'order=B,tracking=a thing',
      '--resume',
      '--yes',
    ]);
    expect(stderr).to.match(/1 {2}done by an earlier run/);
    expect(stdout).to.match(/✓ 7 shipped/);
  });

  const planned = async (text: string | Buffer, more: readonly string[] = []) => {
    writeFileSync(file(), text);
    const { json, stderr, code } = await run(['admin', 'fulfill', '--from', file(), '--dry-run', '--json', ...more]);
    return { states: json?.rows?.map(({ state }: { state: string }) => state), rows: json?.rows, stderr, code };
  };

  it('takes a first row that holds an order for a parcel, and says so', async () => {
    const { states, stderr } = await planned(`${numbers[0]},${tracking(0)}\n${numbers[1]},${tracking(1)}\n`);
    expect(states).to.deep.equal(['new', 'new']);
    expect(stderr).to.match(/no headings/);
  });

  it('reads what Excel writes: German words, tabs and UTF-16, quoted numbers, lines as it counts them', async () => {
    const text = `Bestellnr.\tKunde\tSendungsnummer\r\n\r\n${numbers[0]}\tMüller, Ann\t"=""${tracking(0)}"""\r\n`;
    const { states, rows, stderr } = await planned(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(states).to.deep.equal(['new']);
    expect(rows[0].row).to.equal(3);
    expect(stderr)
      .to.match(/UTF-16/)
      .and.to.match(/not read: Kunde/);
  });

  it('loses no line of a parcel, whatever separates them', async () => {
    await world().product('TEA', { stock: 100 });
    const ann = await world().customer();
    await ann.put('MUG', 2);
    await ann.put('TEA', 1);
    const { order } = await ann.checkout();
    writeFileSync(file(), `order,tracking,items\n${order.order_number},${tracking(0)},MUG=1;TEA=1\n`);
    const { code, stderr } = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect(code, stderr).to.equal(EXIT.ok);
    const [shipment] = (await getOrder(world().staff, { order: order.id })).shipments;
    expect(shipment?.items).to.have.deep.members([
      { sku: 'MUG', quantity: 1 },
      { sku: 'TEA', quantity: 1 },
    ]);
  });

  it('names the row that has a cell too many, an empty one or a text that nobody can take, and ships the others', async () => {
    writeFileSync(
      file(),
      [
        'order,tracking,items',
        `${numbers[0]},${tracking(0)},MUG=1,TEA=1`,
        `'${numbers[1]},${tracking(1)},MUG=1`,
        `,${tracking(2)},`,
        `${numbers[3]},,`,
        `${numbers[4]}\u001b[2J,${tracking(4)},`,
        `${numbers[5]},${tracking(5)},"""MUG""=1"`,
      ].join('\n'),
    );
    const { code, stderr, stdout } = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect([code, stdout]).to.satisfy(
      ([exit, text]: [number, string]) => exit === EXIT.partial && /2 shipped, 0 skipped, 4 failed/.test(text),
    );
    expect(stderr)
      .to.match(/2 .*4 cells under 3 headings/)
      .and.match(/4 .*an empty cell where its order should be/)
      .and.match(/5 .*an empty cell where its tracking/)
      .and.match(/6 .*order .*control/);
  });

  it('without headings takes columns by number, and never calls its data headings', async () => {
    manifest([[numbers[0] as string, tracking(0)]], `${numbers[1]};${tracking(1)};`);
    const wrong = await run(['admin', 'fulfill', '--from', file(), '--map', 'order=9,tracking=2']);
    expect(wrong.stderr).to.match(/no column "9"; columns are A to C, or 1 to 3/);
    const { stdout } = await run(['admin', 'fulfill', '--from', file(), '--map', 'order=1,tracking=2', '--yes']);
    expect(stdout).to.include('2 shipped');
  });

  it('with rows that cannot be done says so before, and does the others', async () => {
    const [a, b, c, d] = numbers;
    const text = [
      'order,tracking,items',
      `${a},${tracking(0)},MUG=x`,
      `${b},${tracking(1)},MUG=9`,
      `${c},${tracking(2)},`,
      `${c},${tracking(3)},`,
      `${d},1.23457E+11,`,
    ].join('\n');
    const { states, rows } = await planned(text);
    expect(states).to.deep.equal(['unreadable', 'not_shippable', 'new', 'not_shippable', 'unreadable']);
    expect(rows[4].detail).to.match(/shortened by a spreadsheet/);
    const { stdout } = await run(['admin', 'fulfill', '--from', file(), '--yes']);
    expect(stdout).to.match(/✓ 1 shipped, 0 skipped, 4 failed/);
  });

  it('goes on with a file, and not with another of the same name', async () => {
    manifest([[numbers[0] as string, tracking(0)]]);
    await run(['admin', 'fulfill', '--from', file(), '--yes']);
    manifest([[numbers[1] as string, tracking(1)]]);
    const next = await run(['admin', 'fulfill', '--from', file(), '--resume', '--yes']);
    expect(next.stdout).to.match(/✓ 1 shipped/);
  });

  it('heeds --force and --carrier, and never writes over the manifest', async () => {
    const row = `order,tracking\n${numbers[0]},TBX000000000000\n`;
    expect((await planned(row)).states).to.deep.equal(['wrong_tracking']);
    expect((await planned(row, ['--force', '--carrier', 'amazon'])).states).to.deep.equal(['new']);
    const over = await run(['admin', 'fulfill', '--from', file(), '--out', file(), '--yes']);
    expect(over.code).to.equal(EXIT.usage);
    expect(readFileSync(file(), 'utf8')).to.equal(row);
  });

  it('reads a manifest that is piped in', async () => {
    const text = `order;tracking\n${numbers[0]};${tracking(0)}\n`;
    const out = join(world().folder, 'piped.csv');
    const { stdout, stderr } = await run(['admin', 'fulfill', '--from', '-', '--yes', '--out', out], { stdin: text });
    expect(stdout, stderr).to.match(/✓ 1 shipped/);
  });
});
