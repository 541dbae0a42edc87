import { releaseOrder } from '../../src/orders/hold/release-order.ts';
import { defineCommand } from '../cli/define.ts';
import { DRY_RUN, eachOrder, ORDERS } from '../cli/each.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: true,
  args: [ORDERS],
  options: [DRY_RUN],
  examples: ['admin release ORD-7K2M-X9QD4', 'admin list --held --format ids | orders admin release -'],
  run: async (session, words, options) =>
    eachOrder(session, {
      words,
      options,
      work: async (order) => {
        const view = await releaseOrder(await session.context(), { order });
        return { json: view, text: `${session.io.color.green('✓')} ${orderLine(session.io, view)}` };
      },
    }),
});
