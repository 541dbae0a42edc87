import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { type CancelPlan, planCancel } from '../../src/changes/plan-cancel.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import { defineCommand } from '../cli/define.ts';
import type { Io } from '../cli/io.ts';
import { confirm } from '../cli/prompt.ts';
import { money, printRecord } from '../cli/render.ts';
import { parseLines } from '../cli/values.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    {
      flags: '--items <lines>',
      about: 'only these: SKU=1,OTHER=2 (everything that has not shipped unless given)',
      parse: parseLines,
    },
    { flags: '-r, --reason <text>', about: 'why; the customer’s mail and the timeline hold it' },
    { flags: '--no-restock', about: 'the units are gone: do not put them back on sale' },
    { flags: '--approved-by <mail>', about: 'which member of staff agrees, above the limit of one person' },
    { flags: '--dry-run', about: 'only say what would happen' },
  ],
  examples: [
    'admin cancel ORD-7K2M-X9QD4 --reason "customer called"',
    'admin cancel 7k2mx9qd4 --items MUG-01=1 --dry-run',
  ],
  async run(session, [order = ''], options) {
    const { io } = session;
    const context = await session.context();
    const wanted = {
      order,
      reason: options.reason,
      items: options.items,
      restock: options.restock !== false,
      approved_by: options.approvedBy,
    };
    const already = await alreadyCancelled(context, wanted);
    if (already) {
      printRecord(session, already, () => `${orderLine(io, already)} (was cancelled before)`);
      return undefined;
    }
    const plan = await planCancel(context, wanted);
    if (options.dryRun === true) {
      printRecord(session, plan, () => planText(plan, wanted.restock));
      return undefined;
    }
    if (!session.yes) io.say(planText(plan, wanted.restock));
    if (!(await confirm(session, `Cancel ${plan.whole ? plan.order_number : `this part of ${plan.order_number}`}?`))) {
      io.say('Nothing was done.');
      return undefined;
    }
    const view = await cancelOrder(context, { ...wanted, expected_version: plan.version });
    printRecord(session, view, () => `${io.color.green('✓')} ${orderLine(io, view)}${refundText(io, view)}`);
  },
});

async function alreadyCancelled(
  context: Parameters<typeof cancelOrder>[0],
  { order }: { order: string },
): Promise<OrderView | undefined> {
  const { getOrder } = await import('../../src/orders/read/get-order.ts');
  const view = await getOrder(context, { order });
  return view.status === 'cancelled' ? view : undefined;
}

function planText(plan: CancelPlan, restock: boolean): string {
  const lines = plan.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
  return [
    `${plan.order_number}: ${plan.whole ? 'the whole order' : 'a part of the order'} would be cancelled`,
    `  lines   ${lines || 'none'}`,
    `  refund  ${money(plan.refund, plan.currency)}`,
    `  stock   ${restock ? 'goes back on sale' : 'is written off'}`,
    '  mail    the customer is told',
  ].join('\n');
}

function refundText(io: Io, view: OrderView): string {
  const refund = view.refunds.at(-1);
  if (!refund) return '\n  nothing had been paid';
  const state = refund.status === 'succeeded' ? io.color.green('sent') : `${refund.status}; the worker keeps at it`;
  return `\n  refund of ${money(refund.amount, view.currency)}: ${state}`;
}
