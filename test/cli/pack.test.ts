/** The packing bench: units, the label, the next slip — every scan answered, and kept. */
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders, type TerminalOptions } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

describe('the packing bench', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const run = (line: string | readonly string[], options: TerminalOptions = {}) => orders(world(), line, options);
  const buy = async (sku = 'MUG', quantity = 1) =>
    (await (await world().customer('Zoë 株式会社 🎁')).buy(sku, quantity)).order_number;
  beforeEach(async () => {
    await world().product('MUG', { stock: 100 });
    await world().product('TEA', { stock: 100 });
    await world().app.database.run("UPDATE products SET barcode = '4006381333931', bin = 'B-1' WHERE sku = 'MUG'");
  });

  it('pack answers every scan: right, wrong and whose, too many, unknown, in any case', async () => {
    const [order, other] = [await buy('MUG', 2), await buy('TEA')];
    await run('admin pick --by anna --wave 2');
    const scans = ['4006381333931', 'TEA', 'nonsense', 'mug'].join('\n');
    const { code, stdout } = await run(`admin pack ${order} --scan --by anna`, { stdin: `${scans}\n` });
    expect(code).to.equal(EXIT.ok);
    expect(stdout).to.match(/✓ Product MUG \(1 to go\)/);
    expect(stdout).to.include(`✗ WRONG Product TEA: not in ${order}; it belongs to #2 ${other}`);
    expect(stdout).to.match(/✗ UNKNOWN nonsense/);
    expect(stdout).to.match(/is complete/);
    const timeline = (await run(`admin show ${order} --timeline`)).stdout;
    expect(timeline).to.match(/Packed.*units 2.*staff:anna/);
    const shipped = await run(`admin pack ${order} --scan --tracking SBX123456782`, { stdin: '' });
    expect(shipped.stdout).to.match(/shipped with SBX123456782/);
  });

  it('pack keeps its scans when it is broken off, and begins anew when it is told to', async () => {
    const order = await buy('MUG', 2);
    const part = await run(`admin pack ${order} --scan`, { stdin: 'MUG\n' });
    expect([part.code, part.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.conflict && /What was scanned is kept/.test(text),
    );
    expect((await run(`admin pack ${order}`)).stdout).to.match(/1\/2 +MUG/);
    expect((await run(`admin pack ${order} --restart --yes`)).stdout).to.match(/0\/2 +MUG/);
    await run(`admin pack ${order} --scan`, { stdin: 'MUG\n' });
    expect((await run(`admin pack ${order} --scan`, { stdin: 'MUG\n' })).stdout).to.match(/is complete/);
  });

  it('pack takes the label as the next scan, asks again for one that is misread, and goes on to the next slip', async () => {
    const [first, second, third] = [await buy('MUG'), await buy('TEA'), await buy('TEA')];
    await run('admin pick --by anna --wave 2');
    const stdin = ['MUG', 'SBX123456780', 'SBX123456782', '', 'TEA', '', third, 'TEA', 'SBX987654328', 'q', ''].join(
      '\n',
    );
    const { code, stdout } = await run(`admin pack ${first} --scan --by anna`, { stdin });
    expect(code).to.equal(EXIT.ok);
    expect(stdout)
      .to.match(/Scan the label[\s\S]*✗ .*check digit[\s\S]*shipped with SBX123456782/)
      .and.include(`Enter for #2 ${second}`)
      .and.include(`orders admin fulfill ${second} --tracking NUMBER`)
      .and.match(new RegExp(`${third} shipped with SBX987654328`));
    expect((await run(`admin show ${second} --json`)).json.shipments).to.deep.equal([]);
  });

  it('pack keeps number and slip for the order they were named for, and goes through the wave in its order', async () => {
    const [first, second, third] = [await buy('MUG'), await buy('TEA'), await buy('TEA')];
    await run('admin pick --by anna --wave 3');
    const other = await run(`admin pack ${first} --scan --tracking SBX123456782 --by anna`, {
      stdin: `${[second, 'TEA', 'MUG'].join('\n')}\n`,
    });
    expect(other.stdout).to.match(/✗ .* is another order, and --tracking is for/);
    expect(other.stdout).to.match(new RegExp(`${first} shipped with SBX123456782`));
    const on = await run(`admin pack ${second} --scan --by anna`, { stdin: 'TEA\n\n\nTEA\n\n' });
    expect(on.stdout).to.include(`Enter for #3 ${third}`);
    expect(on.stdout).to.not.include(`Enter for #1 ${first}`);
  });
});
