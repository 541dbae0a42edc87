/** Many parcels from one file: looked at first, shipped once, told row by row. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
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
      `row,order,tracking,carrier,result,detail\n2,x,y,,shipped,\n`,
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
});
