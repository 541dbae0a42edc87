/** Days are the shop's: in lists, filters, figures and on papers, whatever zone the machine is in. */
import { expect } from 'chai';
import { EXIT } from '../../src/errors.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { runProcess } from '../setup/processes.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('a day of a shop in New York', (engine) => {
  const world = useWorld(engine);
  const run = (zone: string, ...words: string[]) =>
    runProcess(words, { ...world().environment, TZ: 'Asia/Tokyo', ORDERS_TIMEZONE: zone });

  it('holds what was placed in its evening, in the list, its filters and the figures', async () => {
    await world().product('MUG');
    const { order_number } = await (await world().customer()).buy('MUG');
    await world().app.database.run("UPDATE orders SET placed_at = '2026-03-09 01:16:00.000'");
    const zone = 'America/New_York';
    const list = (...words: string[]) => run(zone, 'admin', 'list', ...words);
    expect((await list('--format', 'table')).stdout).to.include('2026-03-08');
    expect((await list('--since', '2026-03-08', '--until', '2026-03-09', '--format', 'ids')).stdout).to.include(
      order_number,
    );
    expect((await list('--since', '2026-03-09', '--format', 'ids')).stdout).to.equal('');
    for (const [of, day] of [
      [zone, '2026-03-08'],
      ['Asia/Kolkata', '2026-03-09'],
    ] as const) {
      const { stdout } = await run(of, 'admin', 'stats', '--since', '2026-03-07', '--json');
      const days = JSON.parse(stdout).days.filter(({ orders }: { orders: number }) => orders > 0);
      expect(days, of).to.deep.equal([{ day, orders: 1, units: 1 }]);
    }
  });

  it('is of no zone that does not exist', async () => {
    const { code, stderr } = await run('Mars/Olympus', 'admin', 'list');
    expect(code).to.equal(EXIT.usage);
    expect(stderr).to.include('ORDERS_TIMEZONE must be a time zone such as Europe/Berlin');
  });
});
