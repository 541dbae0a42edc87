/** States: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const STATES: readonly Mutation[] = [
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
    ['the actor is not in the hash', 'kind, actor, digested(seal, data)', 'kind, digested(seal, data)'],
    [
      'timelines can be made anew without the key',
      'seal(text).slice(SEALED.length)',
      'sha256(text).slice(SEALED.length)',
    ],
    ['what is unsealed is as good as sealed', 'event.created_at < sealedSince && ', ''],
    [
      'the event before is not in the hash',
      '[previous, order_id, seq, kind, actor, digested',
      '[order_id, seq, kind, actor, digested',
    ],
  ),
  ...inFile('src/operations/audit/order-checks.ts', [
    'the end of a timeline may be cut off',
    'head.event_count === order.event_count && head.event_hash === order.event_hash',
    'true',
  ]),
  ...inFile(
    'src/tracking/own-news.ts',
    ['an older parcel’s delivery is ours', 'delivery < plus(shipped_at, -HANDED_OVER_BEFORE_MS)', 'false'],
    ['what is dated into next week has happened', 'delivery > plus(now, AHEAD_MS)', 'false'],
  ),
  ...inFile('src/changes/correct-address.ts', [
    'an address is corrected after the parcel has left',
    'if (CORRECTABLE.has(status)) return;',
    'return;',
  ]),
  ...inFile('src/fulfillment/collect-order.ts', [
    'any code opens any parcel',
    'tracking_number === normalTracking(code)',
    'tracking_number !== undefined',
  ]),
];
