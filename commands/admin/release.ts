import { releaseOrder } from '../../src/orders/hold-order.ts';
import type { Command } from '../lib/define.ts';
import { orderLine } from '../lib/order-text.ts';
import { printRecord } from '../lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'order', about: 'order number or id' }],
  examples: ['admin release ORD-7K2M-X9QD4'],
  async run(session, [order = '']) {
    const view = await releaseOrder(await session.context(), { order });
    printRecord(session, view, () => `${session.io.color.green('✓')} ${orderLine(session.io, view)}`);
    return undefined;
  },
};
