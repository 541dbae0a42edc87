import { undoShipment } from '../../src/fulfillment/undo-shipment.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  examples: ['admin undo ORD-7K2M-X9QD4   # within ten minutes, while the mail has not left'],
  async run(session, [order = '']) {
    const view = await undoShipment(await session.context(), { order });
    printRecord(
      session,
      view,
      () => `${session.io.color.green('✓')} ${orderLine(session.io, view)}: shipment taken back`,
    );
  },
});
