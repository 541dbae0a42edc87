/** Money: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const MONEY: readonly Mutation[] = [
  ...inFile(
    'src/lib/money.ts',
    ['shares are cut off instead of rounded', '+ BigInt(denominator);', '+ 0n;'],
    ['more decimals than the currency has are taken', 'fraction.length > decimals ||', ''],
  ),
  ...inFile(
    'src/orders/totals.ts',
    [
      'the total leaves out the tax',
      'total: subtotal + tax_total + shipping_total',
      'total: subtotal + shipping_total',
    ],
    ['the total leaves out shipping', 'total: subtotal + tax_total + shipping_total', 'total: subtotal + tax_total'],
    ['a cancelled part pays back tax from the start', 'upTo(before + quantity) - upTo(before)', 'upTo(quantity)'],
  ),
  ...inFile(
    'src/checkout/price-cart.ts',
    ['a changed price goes through', 'cart.lines.filter(priceMoved)', '[] as CartLine[]'],
    ['a changed total goes through', 'old.total !== totals.total', 'false'],
    ['a total of another currency goes through', ' || old.currency !== currency', ''],
    ['products of two currencies go through', 'currency !== lines[0]?.currency', 'currency === undefined'],
    ['what is no longer sold is sold', '({ active }) => !active', '() => false'],
  ),
  ...inFile(
    'src/billing/approvals.ts',
    ['one agrees with oneself', ' && approval.approver_id !== asker', ''],
    ['a word is used twice', ', used_at: null })) === 0', ' })) === 0'],
    ['a word is good for ever', 'encodeTime(plus(now, -DAY))', "'2000'"],
    ['a word is good for any amount', 'approval.amount >= amount && ', ''],
  ),
  ...inFile(
    'src/billing/second-person.ts',
    ['the limit itself needs a second person', 'sum <= limit', 'sum < limit'],
    ['nobody needs a second person', 'asked.amount === 0) return', 'asked.amount > 0) return'],
    [
      'a currency without a limit has none',
      'limits.length === 0',
      'limits.every((limit) => limit.currency !== currency)',
    ],
    ['nobody counts the day', 'ofDay + amount', 'amount'],
    ['a name is a signature over HTTP', 'asker === undefined ?', 'asked.approved_by !== undefined ?'],
    ['one is one’s own second person', 'return own ?', 'return false ?'],
    ['whoever once was staff is a second person', '!person?.active || ', '!person || '],
    ['customers are second persons', " || person.role !== 'admin'", ''],
  ),
  ...inFile(
    'src/payments/store.ts',
    ['refunds may exceed what was captured', ' AND captured_amount - refunded_amount >= ?', ' AND ? > 0'],
    ['a payment is settled over another’s settlement', '{ id, status, checks })) > 0', '{ id })) > 0'],
    [
      'a refund is settled over another’s settlement',
      '{ id: before.id, status: before.status })',
      '{ id: before.id })',
    ],
  ),
  ...inFile(
    'src/billing/send-refund.ts',
    ['a refused refund keeps its money set aside', "refused && sent.kind === 'refund'", 'false'],
    ['a lost answer counts as a refusal', "status: 'unknown',", "status: 'failed',"],
    ['a void believes "never heard of it" too early', 'context.now() < final', 'false'],
    ['a finished refund is sent again', "refund.status === 'succeeded' || refund.status === 'failed'", 'false'],
    ['captured money is only voided', "charge.status === 'captured' ? refundCharge(gateway, refund, payment) :", ''],
  ),
  ...inFile('src/checkout/settle-payments.ts', [
    'a payment is given up before its deadline',
    'context.now() < final',
    'false',
  ]),
  ...inFile(
    'src/checkout/checkout.ts',
    ['a charge is begun after its deadline', 'context.now() >= payment.charge_deadline', 'false'],
    ['a decline is answered as an order', "if (charge.status === 'declined') throw declined(charge.declineCode);", ''],
  ),
  ...inFile('src/checkout/park-payment.ts', [
    'parking overwrites what was settled',
    "payment?.status !== 'created'",
    '!payment',
  ]),
  ...inFile(
    'src/checkout/settle-charge.ts',
    ['late money is sent back twice', 'if (!voided) await', 'await'],
    ['late money stays', "if (!voided) await requestVoid(cx, late, 'the order had ended when the money arrived');", ''],
    ['a failed checkout keeps its cart locked', 'await advanceCart(cx.db, cart_id, cart_version);', ''],
    [
      'a paid cart stays full',
      'await clearCart(db, cart_id);\n    return;\n  }\n  for (const item of items)',
      'return;\n  }\n  for (const item of items)',
    ],
  ),
  ...inFile(
    'src/billing/capture-payment.ts',
    ['lines cancelled while capturing are not paid back', 'over > 0', 'false'],
    ['cancelled lines are captured', 'payment.amount -\n  items.reduce', 'payment.amount +\n  0 * items.reduce'],
  ),
  ...inFile(
    'src/orders/rules.ts',
    ['a part counts as everything refunded', "back < taken ? 'partially_refunded' : 'refunded'", "'refunded'"],
    ['unfinished refunds count', "status === 'succeeded' && captured.has(payment_id)", 'captured.has(payment_id)'],
    ['cancelled units are left to ship', ' - line.cancelled_quantity;', ';'],
  ),
];
