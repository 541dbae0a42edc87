/** A shop moves: from its file to a server and back, with everything that it has. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectDatabase } from '../../src/database/connect.ts';
import { signalAlive } from '../../src/jobs/workers.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { runProcess } from '../setup/processes.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

describe('a shop', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const lived = async () => {
    await world().product('MUG');
    const ann = await world().customer('Zoë 株式会社 🎁');
    const first = await ann.buy('MUG', 2);
    await world().work();
    await ann.buy('MUG');
    return first.order_number;
  };

  for (const engine of ENGINES) {
    it(`is copied into another database (${engine.name}), where doctor finds nothing and the worker goes on`, async function () {
      this.timeout(60_000);
      const number = await lived();
      const target = await engine.fresh();
      try {
        const { stdout, stderr } = await orders(world(), ['db', 'copy', '--to', target.url, '--yes']);
        expect(stderr).to.match(/orders: 2/);
        expect(stdout).to.match(/Now set ORDERS_DATABASE_URL/);
        const there = { ...world().environment, ORDERS_DATABASE_URL: target.url };
        expect((await runProcess(['admin', 'show', number], there)).stdout).to.include('株式会社 🎁');
        expect((await runProcess(['worker', '--once'], there)).code).to.equal(0);
        expect((await runProcess(['doctor'], there)).stdout).to.match(/All \d+ checks are clean/);
        const twice = await orders(world(), ['db', 'copy', '--to', target.url, '--yes']);
        expect(twice.stderr).to.match(/is not empty/);
      } finally {
        await target.dispose();
      }
    });
  }

  it('is not copied while somebody works on it', async () => {
    await lived();
    const now = world().system.now();
    await signalAlive(world().app.database, { name: 'host:1', jobs: '', started_at: now, seen_at: now });
    const { stderr } = await orders(world(), [
      'db',
      'copy',
      '--to',
      `sqlite:${join(world().folder, 'x.sqlite')}`,
      '--yes',
    ]);
    expect(stderr).to.match(/host:1 still works on this shop: stop serve and worker first/);
  });

  it('is backed up while it is in use, into a file that is a shop', async () => {
    const number = await lived();
    const file = join(world().folder, 'backup.sqlite');
    expect((await orders(world(), ['db', 'backup', file])).stderr).to.include('timeline-key');
    expect(existsSync(file)).to.equal(true);
    const backup = connectDatabase({ url: `sqlite:${file}`, poolSize: 1 });
    const rows = await backup.rows<{ order_number: string }>('SELECT order_number FROM orders ORDER BY placed_at');
    await backup.close();
    expect(rows[0]?.order_number).to.equal(number);
    expect((await orders(world(), ['db', 'backup', file])).stderr).to.include('is there already');
  });
});
