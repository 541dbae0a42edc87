/** Money: our books against themselves and against the gateway's own. */
import type { Context } from '../../context.ts';
import { parseId } from '../../lib/ids.ts';
import { paymentStatusOf } from '../../orders/rules.ts';
import type { Gateway, LedgerEntry } from '../../payments/gateway.ts';
import { findPayment, type PaymentRow } from '../../payments/store.ts';
import { type Check, MOST_FINDINGS, queryCheck } from './check.ts';
import { orderCheck } from './each-order.ts';

const refundsMatchPayments = queryCheck<{ order_number: string; held: number; expected: number }>({
  name: 'refunds_match_payments',
  title: 'What is set aside for refunds is what refunds ask for, and never more than was captured',
  sql: `SELECT o.order_number, p.refunded_amount AS held, COALESCE(r.asked, 0) AS expected FROM payments p JOIN orders o ON o.id = p.order_id
   LEFT JOIN (SELECT r.payment_id, SUM(r.amount) AS asked FROM refunds r JOIN payments q ON q.id = r.payment_id
     WHERE r.status <> 'failed' AND (r.kind = 'refund' OR (r.status = 'succeeded' AND q.status = 'captured'))
     GROUP BY r.payment_id) r ON r.payment_id = p.id
   WHERE p.refunded_amount <> COALESCE(r.asked, 0) OR p.refunded_amount > p.captured_amount`,
  say: ({ order_number, held, expected }) =>
    `${order_number}: ${Number(held)} set aside, ${Number(expected)} asked for`,
});

const totalsAdd = queryCheck<{ order_number: string }>({
  name: 'totals_add_up',
  title: "An order's totals are those of its lines",
  sql: `SELECT o.order_number FROM orders o LEFT JOIN (SELECT order_id, SUM(line_total) AS lines_total, SUM(tax_amount) AS tax, SUM(quantity) AS units
     FROM order_items GROUP BY order_id) i ON i.order_id = o.id
   WHERE o.subtotal <> COALESCE(i.lines_total, -1) OR o.tax_total <> COALESCE(i.tax, -1) OR o.item_count <> COALESCE(i.units, -1)`,
  say: ({ order_number }) => order_number,
});

const paidOrdersHavePayments = queryCheck<{ order_number: string; status: string }>({
  name: 'orders_are_paid_for',
  title: 'Every order that went past pending has exactly one payment that was authorized or taken',
  sql: `SELECT o.order_number, o.status FROM orders o LEFT JOIN (SELECT order_id, COUNT(*) AS good FROM payments
     WHERE status IN ('authorized', 'captured', 'voided') GROUP BY order_id) p ON p.order_id = o.id
   WHERE o.confirmed_at IS NOT NULL AND o.total > 0 AND COALESCE(p.good, 0) <> 1`,
  say: ({ order_number, status }) => `${order_number} is ${status}`,
});

const rolledUpStatus = orderCheck(
  'payment_status_rolled_up',
  "An order's payment status is what its payments and refunds amount to",
  () =>
    ({ order, payments, refunds }) => {
      const free = payments.length === 0 && order.status === 'cancelled';
      const expected = free ? 'voided' : paymentStatusOf(payments, refunds);
      return expected === order.payment_status ? [] : [`${order.payment_status} instead of ${expected}`];
    },
);

/** The gateway took money: is it on an order, or on its way back? */
const ledgerMatches: Check = {
  name: 'gateway_ledger_matches',
  title: "The gateway's books and ours agree on every charge and refund",
  async run(context) {
    const findings: string[] = [];
    for (const gateway of context.gateways.all) findings.push(...(await compareLedger(context, gateway)));
    return findings;
  },
};

async function compareLedger(context: Context, gateway: Gateway): Promise<string[]> {
  if (!gateway.ledger) return [];
  const findings: string[] = [];
  let captured = 0;
  for await (const entry of gateway.ledger()) {
    if (entry.status === 'captured') captured += 1;
    const id = parseId('pay', entry.key);
    const payment = id && (await findPayment(context.db, id));
    // Still being asked about: checkout or the worker has it in hand.
    if (payment && (payment.next_check_at ?? '') > context.now()) continue;
    const difference = differenceOf(entry, payment);
    if (difference) findings.push(difference);
    if (findings.length >= MOST_FINDINGS) return findings;
  }
  const [ours] = await context.db.rows<{ captured: number }>(
    "SELECT COUNT(*) AS captured FROM payments WHERE status = 'captured' AND gateway = ?",
    [gateway.code],
  );
  if (Number(ours?.captured) > captured)
    findings.push(`we have ${Number(ours?.captured)} captured payments, ${gateway.code} has ${captured}`);
  return findings;
}

function differenceOf(entry: LedgerEntry, payment: PaymentRow | undefined): string | undefined {
  if (!payment) return `${entry.key} is in the gateway's books only`;
  const settled = payment.status !== 'created' && payment.status !== 'unknown';
  const taken = entry.status === 'captured' || entry.status === 'authorized';
  if (taken && !settled) return `${entry.key}: the gateway says ${entry.status}, we have not settled it`;
  if (entry.captured !== payment.captured_amount)
    return `${entry.key}: the gateway took ${entry.captured}, we have ${payment.captured_amount}`;
  if (entry.refunded > payment.refunded_amount)
    return `${entry.key}: the gateway gave back ${entry.refunded}, we have ${payment.refunded_amount}`;
  if (entry.status === 'authorized' && payment.status === 'voided')
    return `${entry.key}: voided here, still authorized there`;
  return undefined;
}

const endedOrdersKeepNoMoney = queryCheck<{ order_number: string; status: string }>({
  name: 'ended_orders_keep_no_money',
  title: 'Cancelled and failed orders hold no money that is not on its way back',
  sql: `SELECT o.order_number, o.status FROM orders o JOIN payments p ON p.order_id = o.id
   WHERE o.status IN ('cancelled', 'failed') AND ((p.status = 'captured' AND p.refunded_amount < p.captured_amount)
     OR (p.status = 'authorized')) AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.payment_id = p.id AND r.status IN ('requested', 'sent', 'unknown'))`,
  say: ({ order_number, status }) => `${order_number} is ${status} and still holds money`,
});

export const moneyChecks = [
  totalsAdd,
  paidOrdersHavePayments,
  rolledUpStatus,
  refundsMatchPayments,
  endedOrdersKeepNoMoney,
  ledgerMatches,
];
