/** Who changed what of the shop; and an operator's mistakes, each said in a sentence. */
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { listJournal } from '../../src/journal/list-journal.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { runProcess } from '../setup/processes.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('the journal of a shop', (engine) => {
  const world = useWorld(engine);
  const run = (line: string) => orders(world(), line);

  it('names who changed prices, people and settings, newest first; looking leaves no trace', async () => {
    await world().product('MUG');
    await run('rates tax DE 19 --by eve@shop.example');
    await run('config refund-limit 100 EUR --yes --by eve@shop.example');
    await run('catalog retire MUG --by anna --yes');
    await run('users add bob@example.org --by anna');
    await run('users revoke bob@example.org --by anna');
    await run('rates list --by eve@shop.example');
    const { stdout } = await run('admin log');
    expect(stdout)
      .to.match(/staff:eve@shop\.example +set tax rate +country DE, rate ppm 19 %/)
      .and.match(/staff:anna +revoke tokens +email bob@example\.org/);
    const events = await listJournal(world().staff, {});
    expect(events.map(({ verb }) => verb)).to.deep.equal([
      'revoke-tokens',
      'add-person',
      'retire-product',
      'set-refund-limit',
      'set-tax-rate',
    ]);
  });
});

describe('an operator who is mistaken', () => {
  const shop = (more: Record<string, string>, ...words: string[]) =>
    runProcess(words, { PATH: process.env.PATH ?? '', ORDERS_HTTP_PORT: '0', ...more });

  it('is told of an address that the machine has not', async () => {
    const { code, stderr } = await shop({ ORDERS_HTTP_HOST: '10.99.99.99' }, 'serve');
    expect([code, stderr]).to.satisfy(
      ([exit, text]: [number, string]) =>
        exit === EXIT.usage && /this machine has no address 10\.99\.99\.99/.test(text),
    );
  });

  it('is told how a per cent sign of a password is written', async () => {
    const { code, stderr } = await shop(
      { ORDERS_DATABASE_URL: 'mysql://orders:p%s@127.0.0.1:1/orders' },
      'admin',
      'list',
    );
    expect([code, stderr]).to.satisfy(([exit, text]: [number, string]) => exit === EXIT.usage && /%25/.test(text));
  });

  it('is told of a folder where a file should be', async () => {
    const { code, stderr } = await shop({ ORDERS_DATABASE_URL: 'sqlite:/tmp' }, 'admin', 'list');
    expect([code, stderr]).to.satisfy(
      ([exit, text]: [number, string]) =>
        exit === EXIT.unavailable && /\/tmp cannot be opened: it is a folder/.test(text),
    );
  });
});
