import { resumeOrder } from '../../src/operations/resume-order.ts';
import { defineCommand } from '../cli/define.ts';
import { DRY_RUN, eachOrder, ORDERS } from '../cli/each.ts';

export const command = defineCommand({
  formats: true,
  args: [ORDERS],
  options: [DRY_RUN],
  examples: ['admin resume ORD-7K2M-X9QD4', 'admin stuck --format ids | orders admin resume -'],
  run: async (session, words, options) =>
    eachOrder(session, {
      words,
      options,
      work: async (order) => {
        const resumed = await resumeOrder(await session.context(), { order });
        const what =
          resumed.done.length > 0 ? resumed.done.join(', ') : 'nothing to do: it is not waiting for anything';
        return { json: resumed, text: `${session.io.color.green('✓')} ${resumed.order_number}: ${what}` };
      },
    }),
});
