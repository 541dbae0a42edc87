/** The documents of `--json`: the API's own shapes where the API has them, and pinned keys where it has not. */
import { expect } from 'chai';
import { orderPageShape, orderShape, trackingShape } from '../../src/orders/wire/shapes.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

const KEYS: Readonly<Record<string, readonly string[]>> = {
  'admin board': [
    'to_pick', 'in_waves', 'late', 'held', 'pending', 'stuck', 'tracking_exceptions', 'shipped_today', 'placed_today',
    'mail', 'jobs',
  ],
  'admin pick': ['id', 'clerk', 'created_at', 'expires_at', 'orders', 'picks'],
  'admin stats': [
    'since', 'until', 'orders', 'units', 'cancelled', 'revenue', 'median_hours_to_ship', 'days',
  ],
  'admin stuck': ['stuck'],
  'admin find MUG': ['orders', 'more'],
  'track --exceptions': ['exceptions'],
  'jobs list': ['jobs'],
  'mail list': ['mails'],
  'users list': ['users'],
  doctor: ['clean', 'checks', 'workers'],
  'jobs stats': ['jobs', 'paused', 'workers'],
  'mail suppressed': ['suppressions'],
}; // biome-ignore format: lists of names

describe('--json', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const json = async (line: string) => (await orders(world(), `${line} --json`)).json;
  let order: string;
  beforeEach(async () => {
    await world().product('MUG');
    order = (await (await world().customer()).buy('MUG')).order_number;
  });

  it('has the shapes of the API', async () => {
    orderPageShape.strict().parse(await json('admin list'));
    orderShape.strict().parse(await json(`admin show ${order}`));
    orderShape.strict().parse(await json(`admin hold ${order} --reason odd`));
    orderShape.strict().parse(await json(`admin release ${order}`));
    orderShape.strict().parse(await json(`admin note ${order} hello`));
    orderShape.strict().parse(await json(`admin refund ${order} --amount 1 --reason dent --yes`));
    orderShape.strict().parse(await json(`admin fulfill ${order} --tracking SBX123456782`));
    trackingShape.strict().parse(await json(`track ${order}`));
    const other = (await (await world().customer()).buy('MUG')).order_number;
    expect(await json(`admin cancel ${other} --dry-run`)).to.have.keys(
      'order_number',
      'version',
      'currency',
      'whole',
      'lines',
      'refund',
    );
    orderShape.strict().parse(await json(`admin cancel ${other} --yes`));
  });

  for (const [line, keys] of Object.entries(KEYS)) {
    it(`of ${line} has the keys it has`, async () => {
      const document = await json(line);
      // The shipped part of the figures has nothing to say yet.
      expect(document).to.have.keys(keys.filter((key) => key !== 'median_hours_to_ship' || key in document));
    });
  }
});
