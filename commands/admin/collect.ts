import { collectOrder } from '../../src/fulfillment/collect-order.ts';
import { defineCommand } from '../cli/define.ts';
import { need } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [{ flags: '-c, --code <code>', about: 'the code of the customer’s mail' }],
  examples: ['admin collect ORD-7K2M-X9QD4 --code K7MQ4X'],
  async run(session, [order = ''], options) {
    const code = await need(session, { given: options.code, flag: '--code', question: 'The customer’s code?' });
    const view = await collectOrder(await session.context(), { order, code });
    printRecord(session, view, () => `${session.io.color.green('✓')} ${orderLine(session.io, view)}, handed over`);
  },
});
