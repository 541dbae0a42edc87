import { getOrder } from '../../src/orders/get-order.ts';
import { refundOrder } from '../../src/orders/refund-order.ts';
import type { Command } from '../lib/define.ts';
import { parseAmount } from '../lib/lines.ts';
import { orderLine } from '../lib/order-text.ts';
import { confirm, need } from '../lib/prompt.ts';
import { money, printRecord } from '../lib/render.ts';

export const command: Command = {
  formats: true,
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    { flags: '-a, --amount <amount>', about: 'how much, in the order’s currency: 12.50' },
    { flags: '-r, --reason <text>', about: 'why' },
  ],
  examples: ['admin refund ORD-7K2M-X9QD4 --amount 12.50 --reason "broken cup"'],
  async run(session, [order = ''], options) {
    const { io } = session;
    const context = await session.context();
    const before = await getOrder(context, { order });
    const typed = await need(
      session,
      options.amount,
      '--amount',
      `How much of ${money(before.total, before.currency)}?`,
    );
    const amount = parseAmount(typed, before.currency, '--amount');
    const reason = await need(session, options.reason, '--reason', 'Why?');
    const sum = money(amount, before.currency);
    if (!(await confirm(session, `Send ${sum} of ${before.order_number} back to ${before.customer.email}?`))) {
      io.say('Nothing was done.');
      return undefined;
    }
    const view = await refundOrder(context, { order, amount, reason, expected_version: before.version });
    const refund = view.refunds.at(-1);
    const state = refund?.status === 'succeeded' ? 'sent' : `${refund?.status}; the worker keeps at it`;
    printRecord(session, view, () => `${io.color.green('✓')} ${orderLine(io, view)}\n  refund of ${sum}: ${state}`);
    return undefined;
  },
};
