/** The command line as a whole: help, questions, streams and exit codes. */
import { chmodSync, existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CommandEntry, type CommandNode, isGroup } from '../../commands/cli/define.ts';
import { PROGRAM } from '../../commands/program.ts';
import { EXIT } from '../../src/errors.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

function leaves(
  nodes: readonly CommandNode[],
  path: readonly string[] = [],
): { path: string[]; entry: CommandEntry }[] {
  return nodes.flatMap((node) => {
    const here = [...path, node.name];
    return isGroup(node) ? leaves(node.commands, here) : [{ path: here, entry: node }];
  });
}

/** The part of a pipeline that runs the command; `orders` alone is the board. */
function partOf(example: string, path: string): string {
  const parts = example.split('|').map((part) => part.trim().replace(/^(xargs -n1 )?orders /, ''));
  const own = parts.find((part) => part.startsWith(path) || (part === '' && path === 'admin board'));
  expect(own, example).to.not.equal(undefined);
  return own?.split('#')[0] ?? '';
}

describe('the orders command', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const run = (line: string | readonly string[], options = {}) => orders(world(), line, options);

  for (const { path, entry } of leaves(PROGRAM.commands)) {
    it(`orders ${path.join(' ')} explains itself, with examples that are lines of its own`, async () => {
      const { code, stdout, stderr } = await run([...path, '--help']);
      expect([code, stderr]).to.deep.equal([EXIT.ok, '']);
      expect(stdout).to.match(/^Examples:\n/);
      expect(stdout).to.include(`Usage: orders ${path.join(' ')}`);
      const { command } = await entry.load();
      const flags = (command.options ?? []).flatMap((option) => option.flags.match(/--?[\w-]+/g) ?? []);
      const general = ['--json', '--format', '--by', '--yes', '-y', '--no-input', '--'];
      for (const example of command.examples) {
        const own = partOf(example, path.join(' '));
        for (const flag of own.match(/(?<= )--?[a-z][\w-]*/g) ?? [])
          expect([...flags, ...general], example).to.include(flag);
      }
    });
  }

  it('asks nothing where nobody can answer, and names the flag instead', async () => {
    await world().product('MUG');
    const { order_number } = await (await world().customer()).buy('MUG');
    const missing: [line: string, flag: RegExp][] = [
      ['admin show', /<order> is missing/],
      [`admin fulfill ${order_number}`, /--tracking is missing/],
      [`admin fulfill ${order_number} --no-input`, /--tracking is missing/],
      [`admin refund ${order_number} --amount 5`, /--reason is missing/],
      [`admin hold ${order_number}`, /--reason is missing/],
      [`admin cancel ${order_number}`, /Add --yes/],
    ];
    for (const [line, flag] of missing) {
      const { code, stderr, stdout } = await run(line);
      expect([code, stdout], line).to.deep.equal([EXIT.usage, '']);
      expect(stderr, line).to.match(flag);
    }
  });

  it('names what was meant', async () => {
    const { code, stderr } = await run('admin lst');
    expect(code).to.equal(EXIT.usage);
    expect(stderr).to.match(/list/);
    expect((await run('admin list --stauts x')).stderr).to.match(/--status/);
    expect((await run('admin list --format xml')).code).to.equal(EXIT.usage);
    expect((await run('admin show')).code).to.equal(EXIT.usage);
  });

  it('imports a catalogue, sets stock, and refuses a file with a wrong line', async () => {
    const { writeFileSync } = await import('node:fs');
    const file = `${world().folder}/products.csv`;
    writeFileSync(file, 'sku,name,price,currency,stock\nMUG,Mug,12.50,EUR,5\n');
    expect((await run(['catalog', 'import', file])).stdout).to.match(/1 added/);
    expect(
      (await run('catalog list --json')).json[0] ?? (await run('catalog list --json')).json.products[0],
    ).to.include({
      sku: 'MUG',
      price: 1250,
    });
    expect((await run('catalog stock MUG --add 3 --json')).json).to.include({ on_hand: 8 });
    expect((await run('catalog stock MUG --set 2')).stdout).to.include('2');
    expect((await run('catalog stock NOPE')).code).to.equal(EXIT.notFound);
    writeFileSync(file, 'sku,name,price,currency\nMUG,Mug,cheap,EUR\n');
    const refused = await run(['catalog', 'import', file]);
    expect(refused.code).to.equal(EXIT.usage);
    expect(refused.stderr).to.match(/line 2/i);
    expect((await run(['catalog', 'import', '/nowhere.csv'])).stderr).to.match(/nowhere\.csv/);
  });

  it('adds people, and prints a token and nothing else', async () => {
    expect((await run('users add Ann@Example.org --name Ann')).code).to.equal(EXIT.ok);
    expect((await run('users add ann@example.org')).code).to.equal(EXIT.conflict);
    expect((await run('users token ann@example.org')).stdout).to.match(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect((await run('users token nobody@example.org')).code).to.equal(EXIT.notFound);
    expect((await run('users list --json')).stdout).to.include('ann@example.org');
  });

  it('doctor names the cure, and --fix mends what can be worked out', async () => {
    await world().product('MUG', { stock: 5 });
    await world().app.database.run('UPDATE stock SET reserved = 2, on_hand = 7');
    const open = join(world().environment.ORDERS_DATA_DIR as string, 'open.txt');
    writeFileSync(open, '', { mode: 0o644 });
    chmodSync(open, 0o644);
    chmodSync(world().environment.ORDERS_DATA_DIR as string, 0o755);
    const found = await run('doctor');
    expect(found.stdout)
      .to.match(/MUG: 2 instead of 0[\s\S]*→ orders doctor --fix/)
      .and.include('open.txt');
    const fixed = await run('doctor --fix --yes');
    expect(fixed.stderr).to.match(/MUG: what is reserved is what open orders need/);
    expect(statSync(open).mode & 0o777).to.equal(0o600);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 7, reserved: 0 });
    expect(fixed.stdout).to.match(/MUG: 7 instead of 5[\s\S]*→ count the shelf/);
    expect((await run('catalog stock MUG --set 6')).code).to.equal(EXIT.ok);
    expect((await run('doctor')).code).to.equal(EXIT.ok);
  });

  it('rates are set to the thousandth of a percent, hinted at for names, and taken away', async () => {
    expect((await run('rates tax CA 9,975')).stderr).to.match(/CA are taxed at 9\.975 %/);
    expect((await run('rates tax UK 20%')).stderr).to.match(/GB are taxed at 20 %/);
    expect((await run('rates tax Germany 19')).stderr).to.include('that is DE');
    await run('rates shipping standard DE 4.90 EUR');
    expect((await run('rates list')).stdout).to.match(/CA {2}9\.975 %[\s\S]*standard +DE {2}€4\.90/);
    expect((await run('rates tax CA none')).code).to.equal(EXIT.ok);
    expect((await run('rates shipping standard DE none EUR')).code).to.equal(EXIT.ok);
    const gone = await run('rates shipping standard DE none EUR');
    expect([gone.code, gone.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.notFound && /orders rates list/.test(text),
    );
  });

  it('a key that was lost is not made anew', async () => {
    await world().product('MUG');
    await (await world().customer()).buy('MUG');
    const key = join(world().environment.ORDERS_DATA_DIR as string, 'timeline-key');
    renameSync(key, `${key}.away`);
    const lost = await run('admin list');
    expect([lost.code, lost.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === EXIT.usage && /put timeline-key back/.test(text),
    );
    expect(existsSync(key)).to.equal(false);
    renameSync(`${key}.away`, key);
    expect((await run('admin list')).code).to.equal(EXIT.ok);
  });

  it('a refund limit keeps its day, and is not dropped where there is none', async () => {
    await run('config refund-limit 100 EUR --day 500 --yes');
    expect((await run('config refund-limit 50 EUR --yes')).stdout).to.match(
      /€50\.00 of an order, €500\.00 within a day/,
    );
    expect((await run('config refund-limit 50 EUR --day none --yes')).stdout).to.not.include('within a day');
    expect((await run('config refund-limit 50 EUR --day 10 --yes')).code).to.equal(EXIT.usage);
    expect((await run('config refund-limit none USD --yes')).code).to.equal(EXIT.notFound);
  });

  it('doctor ends with 0 only when all is clean', async () => {
    await world().product('MUG');
    const clean = await run('doctor --json');
    expect([clean.code, clean.json.clean]).to.deep.equal([EXIT.ok, true]);
    expect(clean.json.checks.length).to.be.at.least(20);
    await world().app.database.run('UPDATE stock SET on_hand = on_hand + 1');
    const found = await run('doctor');
    expect(found.code).to.equal(EXIT.conflict);
    expect(found.stdout).to.match(/✗ Units on hand are the sum of their movements: 1\n {4}MUG: 11 instead of 10/);
  });

  it('names every wrong setting at once, and never shows a secret', async () => {
    const wrong = await run('admin list', { env: { ORDERS_HTTP_PORT: 'x', ORDERS_CAPTURE: 'never' } });
    expect(wrong.code).to.equal(EXIT.usage);
    expect(wrong.stderr)
      .to.match(/ORDERS_HTTP_PORT/)
      .and.to.match(/ORDERS_CAPTURE must be checkout or fulfill/);
    const secret = 'a'.repeat(40);
    const shown = await run('config show', {
      env: { ORDERS_JWT_SECRET: secret, ORDERS_SMTP_URL: 'smtp://u:p4ss@h:25' },
    });
    expect(shown.stdout).to.not.match(new RegExp(`${secret}|p4ss`));
    expect(shown.stdout).to.include('ORDERS_SMTP_URL');
  });

  it('points at settings that are misspelt, and leaves other names alone', async () => {
    const shown = await run('config show', { env: { ORDERS_HTTP_PROT: '80', ORDERS_SERVICE_HOST: '10.0.0.1' } });
    expect(shown.code).to.equal(EXIT.ok);
    expect(shown.stderr.trim()).to.equal('ORDERS_HTTP_PROT is not a setting; did you mean ORDERS_HTTP_PORT?');
  });

  it('names a payment provider or a carrier that it does not have, and those it has', async () => {
    const wrong = await run('admin list', { env: { ORDERS_CARRIERS: 'sandbox,ups', ORDERS_PAYMENT_GATEWAY: 'swipe' } });
    expect(wrong.code).to.equal(EXIT.usage);
    expect(wrong.stderr)
      .to.match(/ORDERS_CARRIERS must be/)
      .and.to.match(/ORDERS_PAYMENT_GATEWAY must be/);
    expect(wrong.stderr).to.not.match(/bug/);
  });

  it('says that the database is down, not that there is a bug', async () => {
    const down = await run('admin list', { env: { ORDERS_DATABASE_URL: 'mysql://x:y@127.0.0.1:1/z' } });
    expect(down.code).to.equal(EXIT.unavailable);
    expect(down.stderr).to.match(/does not answer/);
    expect(down.stderr).to.not.match(/ at |bug/);
  });

  it('refuses to serve customers with a sandbox', async () => {
    const refused = await run('serve', { env: { NODE_ENV: 'production' } });
    expect(refused.code).to.equal(EXIT.usage);
    expect(refused.stderr).to.match(/ORDERS_JWT_SECRET must be set.*ORDERS_PAYMENT_GATEWAY must not be sandbox/);
  });
});
