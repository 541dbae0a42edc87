/** Access: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const ACCESS: readonly Mutation[] = [
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
  ...inFile('src/checkout/declines.ts', [
    'cards are tried without end',
    'declined >= settings.declinesPerHour',
    'false',
  ]),
  ...inFile('src/operations/person-data.ts', [
    'a person is forgotten whose parcel is on its way',
    'if (open.length === 0) return;',
    'return;',
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
