import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { parseLines } from '../cli/values.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    {
      flags: '--items <lines>',
      about: 'only these: SKU=2,OTHER=1 (everything that is left unless given)',
      parse: parseLines,
    },
    { flags: '--no-mail', about: 'do not send the mail with the code' },
  ],
  examples: ['admin ready ORD-7K2M-X9QD4'],
  async run(session, [order = ''], options) {
    const wanted = { order, method: 'pickup' as const, items: options.items, notify: options.mail !== false };
    const view = await fulfillOrder(await session.context(), wanted);
    const code = view.shipments.at(-1)?.tracking_number;
    printRecord(
      session,
      view,
      () =>
        `${session.io.color.green('✓')} ${orderLine(session.io, view)}, to be collected with the code ${code}\n  Hand it over with: orders admin collect ${view.order_number} --code ${code}`,
    );
  },
});
