import { fulfillOrder } from '../../src/orders/fulfill-order.ts';
import type { Command } from '../lib/define.ts';
import { parseLines } from '../lib/lines.ts';
import { orderLine } from '../lib/order-text.ts';
import { need } from '../lib/prompt.ts';
import { printRecord } from '../lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    { flags: '-t, --tracking <number>', about: 'the parcel’s tracking number; its check digit is verified' },
    { flags: '--carrier <code>', about: 'ups, fedex, usps, dhl …; detected from the number unless given' },
    { flags: '--items <lines>', about: 'only these: SKU=2,OTHER=1 (everything that is left unless given)' },
    { flags: '--no-mail', about: 'do not send the shipping mail' },
  ],
  examples: [
    'admin fulfill ORD-7K2M-X9QD4 --tracking 1Z999AA10123456784',
    'admin fulfill 7k2mx9qd4 -t SBX123456782 --items MUG-01=2',
  ],
  async run(session, [order = ''], options) {
    const tracking_number = await need(session, options.tracking, '--tracking', 'Tracking number?');
    const view = await fulfillOrder(await session.context(), {
      order,
      tracking_number,
      carrier: options.carrier as string | undefined,
      items: typeof options.items === 'string' ? parseLines(options.items, '--items') : undefined,
      notify: options.mail !== false,
    });
    const { io } = session;
    printRecord(session, view, () => {
      const parcel = view.shipments.at(-1);
      const mail = options.mail === false ? '' : ', mail on its way';
      return `${io.color.green('✓')} ${orderLine(io, view)}\n  ${parcel?.carrier} ${parcel?.tracking_number}${mail}`;
    });
    return undefined;
  },
};
