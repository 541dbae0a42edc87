import { checkRefunds } from '../../src/billing/check-refunds.ts';
import { refundOrder } from '../../src/billing/refund-order.ts';
import type { LineSelection } from '../../src/orders/lines.ts';
import { noteOrder } from '../../src/orders/notes/note-order.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm, need } from '../cli/prompt.ts';
import { money, printRecord } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseAmount, parseLines } from '../cli/values.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    { flags: '-a, --amount <amount>', about: 'how much, in the order’s currency: 12.50' },
    { flags: '--items <lines>', about: 'or the price of these units: SKU=1,OTHER=2', parse: parseLines },
    { flags: '-r, --reason <text>', about: 'why; the customer reads it in the mail' },
    { flags: '--note <text>', about: 'an internal note besides, which no customer sees' },
    { flags: '--approved-by <mail>', about: 'which member of staff agrees, above the limit of one person' },
    { flags: '--check', about: 'only ask again about refunds without an answer' },
  ],
  examples: [
    'admin refund ORD-7K2M-X9QD4 --amount 12.50 --reason "broken cup"',
    'admin refund 7k2mx9qd4 --items MUG-01=1 --reason "broken cup"',
    'admin refund 7k2mx9qd4 --check',
  ],
  async run(session, [order = ''], options) {
    if (options.check === true) return check(session, order);
    const { io } = session;
    const context = await session.context();
    const before = await getOrder(context, { order });
    const wanted = await whatToRefund(session, before, options);
    const reason = await need(session, {
      given: options.reason,
      flag: '--reason',
      question: 'Why? (The customer reads it.)',
    });
    io.say(planText(before, wanted.words, reason));
    if (!(await confirm(session, `Send it back to ${before.customer.email}?`))) {
      io.say('Nothing was done.');
      return undefined;
    }
    const { amount, items } = wanted;
    const view = await refundOrder(context, {
      order,
      amount,
      items,
      reason,
      approved_by: options.approvedBy,
      expected_version: before.version,
    });
    if (options.note) await noteOrder(context, { order, note: options.note });
    printRecord(session, view, () => `${io.color.green('✓')} ${orderLine(io, view)}\n  ${outcomeText(view)}`);
  },
});

interface AmountOptions {
  readonly amount?: string | undefined;
  readonly items?: LineSelection | undefined;
}

interface Wanted {
  readonly amount?: number;
  readonly items?: LineSelection;
  readonly words: string;
}

async function whatToRefund(session: Session, before: OrderView, options: AmountOptions): Promise<Wanted> {
  const { items } = options;
  if (items) {
    return { items, words: `the price of ${items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')}` };
  }
  const typed = await need(session, {
    given: options.amount,
    flag: '--amount',
    question: `How much of ${money(before.total, before.currency)}?`,
    check: (text) => parseAmount(text, before.currency, '--amount'),
  });
  const amount = parseAmount(typed, before.currency, '--amount');
  return { amount, words: money(amount, before.currency) };
}

function planText(order: OrderView, what: string, reason: string): string {
  const taken = order.payments.reduce((sum, { captured_amount }) => sum + captured_amount, 0);
  const to = order.payments.find(({ status }) => status === 'captured')?.description ?? 'the way it was paid';
  const left = money(taken - order.refunded_total, order.currency);
  return [
    `${order.order_number}: ${what} would be given back`,
    `  to      ${to}`,
    `  left    ${left} of ${money(order.total, order.currency)} can still go back`,
    `  reason  ${reason}  (the customer’s mail says so)`,
    '  stock   stays as it is',
  ].join('\n');
}

function outcomeText(view: OrderView): string {
  const refund = view.refunds.at(-1);
  const sum = money(refund?.amount ?? 0, view.currency);
  if (refund?.status === 'succeeded') return `${sum} sent`;
  return `${sum}: the provider has not answered yet. The worker asks until it does; nothing is sent twice. See: orders admin refund ${view.order_number} --check`;
}

async function check(session: Session, order: string): Promise<undefined> {
  const checked = await checkRefunds(await session.context(), { order });
  printRecord(session, { refunds: checked }, () =>
    checked.length === 0
      ? 'There are no refunds.'
      : checked.map(({ amount, currency, status }) => `${money(amount, currency)}: ${status}`).join('\n'),
  );
  return undefined;
}
