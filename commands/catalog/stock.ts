import { Refusal } from '../../src/errors.ts';
import { setStock } from '../../src/inventory/set-stock.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { parseCount } from '../cli/values.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'sku', about: 'the product' }],
  options: [
    { flags: '--set <count>', about: 'so many are on hand', parse: parseCount },
    { flags: '--add <count>', about: 'so many came in (or, negative, went)', parse: parseCount },
  ],
  examples: ['catalog stock MUG-01', 'catalog stock MUG-01 --set 40', 'catalog stock MUG-01 --add -2'],
  async run(session, [sku = ''], options) {
    if (options.set !== undefined && options.add !== undefined)
      throw new Refusal('usage', '--set and --add exclude each other.');
    const { product_id: _id, ...held } = await setStock(await session.context(), {
      sku,
      set: options.set,
      add: options.add,
    });
    const available = held.on_hand - held.reserved;
    printRecord(
      session,
      { ...held, available },
      () => `${held.sku}: ${held.on_hand} on hand, ${held.reserved} reserved, ${available} available`,
    );
  },
});
