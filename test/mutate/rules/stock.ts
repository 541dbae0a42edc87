/** Stock: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const STOCK: readonly Mutation[] = [
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
    ['fewer are counted than are held', 'if (after.on_hand < after.reserved) throw', 'if (false) throw'],
    [
      'more are taken away than are free',
      'WHERE product_id = ? AND on_hand + ? >= reserved',
      'WHERE product_id = ? AND ? < 999',
    ],
  ),
  ...inFile('src/fulfillment/fulfill-order.ts', [
    'the next box begins with what was in the last',
    'await forgetPacking(cx.db, order.id);',
    '',
  ]),
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
