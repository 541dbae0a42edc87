import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { defineCommand } from '../cli/define.ts';
import { need } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [{ flags: '-r, --reason <text>', about: 'why; whoever tries to ship it is told' }],
  examples: ['admin hold ORD-7K2M-X9QD4 --reason "address unclear"'],
  async run(session, [order = ''], options) {
    const reason = await need(session, { given: options.reason, flag: '--reason', question: 'Why?' });
    const view = await holdOrder(await session.context(), { order, reason });
    printRecord(session, view, () => `${session.io.color.green('✓')} ${orderLine(session.io, view)}`);
  },
});
