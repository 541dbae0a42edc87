/**
 * The rules that must not break unnoticed, each broken once: a place in the source, and what is put there instead. When the
 * source moves on, the runner says which of these no longer fit.
 */
export interface Mutation {
  /** The rule, as it reads when it is broken. */
  readonly broken: string;
  readonly file: string;
  /** Must be there exactly once. */
  readonly find: string;
  readonly replace: string;
}

type Broken = readonly [broken: string, find: string, replace: string];

const inFile = (file: string, ...list: readonly Broken[]): Mutation[] =>
  list.map(([broken, find, replace]) => ({ broken, file, find, replace }));

const MONEY: readonly Mutation[] = [
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
    ['a changed price goes through', 'line.price !== line.seen_price', 'false'],
    ['a changed total goes through', 'expected_total !== undefined && expected_total !== totals.total', 'false'],
    ['products of two currencies go through', 'currency !== cart.lines[0]?.currency', 'currency === undefined'],
    ['what is no longer sold is sold', '({ active }) => !active', '() => false'],
  ),
  ...inFile(
    'src/billing/second-person.ts',
    ['the limit itself needs a second person', 'before + asked.amount <= limit', 'before + asked.amount < limit'],
    ['nobody needs a second person', 'asked.amount === 0 || before', 'asked.amount > 0 || before'],
    ['many small refunds need nobody', 'before + asked.amount <= limit', 'asked.amount <= limit'],
    ['one is one’s own second person', 'return own || person.id === accountOf(actor) ?', 'return false ?'],
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

const STOCK: readonly Mutation[] = [
  ...inFile(
    'src/inventory/store.ts',
    ['stock that others hold is sold', "guard: 'on_hand - reserved >= ?' },", "guard: 'on_hand >= ?' },"],
    [
      'more is given back than is held',
      "release: { onHand: 0, reserved: -1, guard: 'reserved >= ?' }",
      "release: { onHand: 0, reserved: -1, guard: '? > 0' }",
    ],
    ['products are taken in any order', '.sort(([a], [b]) => (a < b ? -1 : 1))', ''],
    ['a product twice is counted once', '(sums.get(product_id) ?? 0) + quantity', 'quantity'],
    [
      'nothing is said when nothing was moved',
      'if ((await db.run(sql, params)) === 0) throw',
      'if ((await db.run(sql, params)) < 0) throw',
    ],
  ),
  ...inFile(
    'src/changes/cancel-order.ts',
    ['broken goods go back on sale', "wanted.restock ? 'release' : 'write_off'", "'release'"],
    ['cancelling twice cancels twice', "isDone: (_cx, { status }) => status === 'cancelled',", ''],
    [
      'customers cancel a part',
      "actor.kind !== 'customer' || (!wanted.items && wanted.restock && !wanted.approved_by)",
      'true',
    ],
    ['the worker goes on asking about what is voided', 'await stopChecking(cx.db, payment.id);', ''],
  ),
];

const STATES: readonly Mutation[] = [
  ...inFile(
    'src/orders/states.ts',
    [
      'a shipped order is cancelled',
      "shipped: { deliver: 'delivered',",
      "shipped: { cancel: 'cancelled', deliver: 'delivered',",
    ],
    [
      'a delivered order ships again',
      "delivered: { return: 'returned' }",
      "delivered: { return: 'returned', ship_all: 'shipped' }",
    ],
  ),
  ...inFile('src/payments/states.ts', ['captured money is voided', 'captured: {},', "captured: { void: 'voided' },"]),
  ...inFile('src/fulfillment/packing.ts', ['an order on hold is packed', 'if (order.held)', 'if (false)']),
  ...inFile(
    'src/orders/store.ts',
    [
      'a version that is not there yet passes',
      'expected === order.version) return',
      'expected >= order.version) return',
    ],
    ['a stale version passes', 'expected === order.version) return', 'expected <= order.version) return'],
  ),
  ...inFile('src/orders/save-order.ts', [
    'an order is written over another’s change',
    'version: before.version })) === 0',
    '})) === 0',
  ]),
  ...inFile('src/tracking/record.ts', [
    'a second trouble stops the parcel',
    'if (!(await isAnnounced(cx.db, mail.dedupe_key))) await',
    'await',
  ]),
  ...inFile(
    'src/orders/timeline.ts',
    ['the actor is not in the hash', 'kind, actor, data, created_at]', 'kind, data, created_at]'],
    ['the event before is not in the hash', '[previous, order_id,', '[order_id,'],
  ),
  ...inFile('src/operations/audit/order-checks.ts', [
    'the end of a timeline may be cut off',
    'head.event_count === order.event_count && head.event_hash === order.event_hash',
    'true',
  ]),
];

const IDEMPOTENCY: readonly Mutation[] = [
  ...inFile(
    'src/idempotency/keys.ts',
    ['one key serves two verbs', 'canonicalJson([verb, rest])', 'canonicalJson([rest])'],
    ['one key serves two bodies', 'canonicalJson([verb, rest])', 'canonicalJson([verb])'],
    [
      'a declined payment is tried again under its key',
      'refusal.row.status === 409 || refusal.row.status === 402',
      'false',
    ],
  ),
  ...inFile(
    'src/idempotency/store.ts',
    ['another body under a used key passes', 'row.fingerprint !== key.fingerprint', 'false'],
    ['a key lives for ever', 'row.expires_at <= now', 'false'],
  ),
  ...inFile('src/write.ts', ['a write does not claim its key', 'if (key) await claimKey', 'if (!key) await claimKey']),
];

const OUTBOX: readonly Mutation[] = [
  ...inFile(
    'src/outbox/store.ts',
    ['work that has begun is taken back', ' AND due_at IS NOT NULL AND attempts = 0', ' AND due_at IS NOT NULL'],
    ['what is done is revived', ' AND done_at IS NULL\n', '\n'],
  ),
  ...inFile(
    'src/outbox/kinds.ts',
    [
      'captures can be dropped',
      'payload: z.object({ payment_id: text }), money: true }',
      'payload: z.object({ payment_id: text }) }',
    ],
    [
      'refunds can be dropped',
      'payload: z.object({ refund_id: text }), money: true }',
      'payload: z.object({ refund_id: text }) }',
    ],
  ),
  ...inFile(
    'src/notifications/send.ts',
    ['a sent mail is sent again', "if (logged.status !== 'sending') return;", ''],
    ['a suppressed address is written to', 'if (await isSuppressed(context.db, to.address))', 'if (false)'],
  ),
  ...inFile(
    'worker/deliver.ts',
    ['work is never given up', 'attempts >= job.retry.attempts', 'false'],
    ['a refusal for good is tried on', 'error instanceof PermanentFailure ||', ''],
    ['a stalled worker says that it is done', "finished > 0 ? 'done' : 'taken'", "'done'"],
  ),
];

const ACCESS: readonly Mutation[] = [
  ...inFile('src/orders/access.ts', [
    'customers see orders of others',
    "actor.kind === 'customer' && order.customer_id !== actor.id",
    'false',
  ]),
  ...inFile(
    'src/http/auth/authenticate.ts',
    ['a closed account signs in', '!user?.active', '!user'],
    [
      'a revoked token is good',
      'user.tokens_valid_from && issuedMs + 999 < Date.parse(user.tokens_valid_from)',
      'false',
    ],
    ['customers are staff', "user.role !== 'admin' || claimed !== 'admin'", "claimed !== 'admin'"],
    [
      'a customer’s token of a staff member is a staff token',
      "user.role !== 'admin' || claimed !== 'admin'",
      "user.role !== 'admin'",
    ],
  ),
  ...inFile('src/http/auth/tokens.ts', [
    'a token for another audience is good',
    '  audience,\n  clockTolerance',
    '  clockTolerance',
  ]),
  ...inFile('src/fulfillment/fulfill-order.ts', [
    'customers fulfil',
    "allow: ['staff'],",
    "allow: ['customer', 'staff'],",
  ]),
  ...inFile('src/http/routes/admin.ts', [
    'a list of every order is open',
    "path: '/orders/admin/all',\n    role: 'admin'",
    "path: '/orders/admin/all',\n    role: 'public'",
  ]),
  ...inFile('src/fulfillment/undo-shipment.ts', [
    'a shipment is taken back at any time',
    'const UNDO_MS = 10 * MINUTE;',
    'const UNDO_MS = 10_000 * MINUTE;',
  ]),
  ...inFile(
    'src/use-case.ts',
    ['card numbers come in', 'if (cards.length > 0)', 'if (false)'],
    ['anybody may do anything', 'if (!isOf(context, allow))', 'if (false)'],
  ),
  ...inFile('src/platform/transaction-scope.ts', [
    'the gateway is called inside a transaction',
    'if (',
    'if (false && ',
  ]),
  ...inFile('src/platform/signed-token.ts', ['a link is good for ever', 'expires > nowMs', 'true']),
  ...inFile('commands/cli/each.ts', [
    'a batch with failures exits 0',
    'failures > 0 ? EXIT.partial : EXIT.ok',
    'EXIT.ok',
  ]),
  ...inFile('commands/cli/render.ts', ['a spreadsheet runs a formula', '/^[=+\\-@\\t\\r＝＋－＠]/', '/^[=]/']),
];

export const MUTATIONS: readonly Mutation[] = [...MONEY, ...STOCK, ...STATES, ...IDEMPOTENCY, ...OUTBOX, ...ACCESS];
