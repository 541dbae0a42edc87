import { findStuck } from '../../src/operations/stuck.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';

export const command = defineCommand({
  formats: true,
  examples: ['admin stuck', 'admin stuck --format ids | xargs -n1 orders admin resume'],
  async run(session) {
    const stuck = await findStuck(await session.context(), {});
    printList(session, {
      rows: stuck,
      columns: [
        { title: 'ORDER', show: ({ order_number }) => order_number },
        { title: 'WHAT IS WRONG', show: ({ cause }) => cause, least: 20 },
        { title: 'WHAT MENDS IT', show: ({ remedy }) => `orders ${remedy}` },
      ],
      json: { stuck },
      id: ({ order_number }) => order_number,
      empty: 'Nothing is stuck.',
    });
  },
});
