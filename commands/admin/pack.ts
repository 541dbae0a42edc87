import { EXIT } from '../../src/errors.ts';
import { packingOf, packOrder } from '../../src/fulfillment/packing.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { packByScanning, shipPacked } from './pack/bench.ts';
import { progressText } from './pack/text.ts';

export const command = defineCommand({
  args: [{ name: 'order', about: 'order number or id; its slip can be scanned' }],
  options: [
    { flags: '--scan', about: 'scan each unit, then the label, then the next slip; an empty line or q ends' },
    { flags: '--all', about: 'everything is in the box, without scanning' },
    { flags: '--restart', about: 'take everything out of the box again, and begin anew' },
    { flags: '-t, --tracking <number>', about: 'ship it with this number once it is complete' },
    { flags: '--slip <file>', about: 'print the packing slip (PDF) once it is complete' },
  ],
  examples: [
    'admin pack ORD-7K2M-X9QD4 --scan',
    'admin pack 7k2mx9qd4 --all --tracking SBX123456782',
    'admin pack 7k2mx9qd4 --scan --slip slip.pdf < scans.txt',
  ],
  async run(session, [order = ''], options) {
    const context = await session.context();
    const before = await packingOf(context, { order });
    const begun = before.lines.some(({ packed }) => packed > 0);
    const restart =
      options.restart === true &&
      (!begun || (await confirm(session, `Take everything out of the box of ${before.order_number}?`)));
    const packing = restart ? await packingOf(context, { order, restart }) : before;
    if (options.scan === true) return packByScanning(session, packing, options);
    if (options.all !== true) {
      session.io.show(progressText(session, packing));
      return EXIT.ok;
    }
    const { order_number } = await packOrder(context, { order, all: true });
    session.io.out(`${session.io.color.green('✓')} ${order_number} is packed.`);
    if (options.tracking) await shipPacked(session, order_number, options.tracking);
    return EXIT.ok;
  },
});
