import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { defineCommand } from '../cli/define.ts';
import { need } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [
    { name: 'order', about: 'order number or id' },
    { name: 'text', about: 'the note', optional: true },
  ],
  examples: ['admin note ORD-7K2M-X9QD4 "leave it with the neighbour"'],
  async run(session, [order = '', text]) {
    const note = await need(session, { given: text, flag: 'The note', question: 'Note?' });
    const view = await noteOrder(await session.context(), { order, note });
    printRecord(session, view, () => `${session.io.color.green('✓')} ${orderLine(session.io, view)}: noted`);
  },
});
