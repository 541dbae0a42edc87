/** Orders that hold stock before they are paid: a customer has few of them, so that nobody empties the shop for nothing. */
import { Refusal } from '../errors.ts';
import { DAY, plus } from '../lib/time.ts';
import { unpaidOrdersOf } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { ContextOf } from '../use-case.ts';

/**
 * Throws `too_many_unpaid`, naming them, for a customer who has as many unpaid orders as are allowed. `hasEnded` is asked
 * of each then: the payment provider may know more than the books.
 */
export async function requireFewUnpaid(
  context: ContextOf<'customer'>,
  hasEnded: (order: OrderRow) => Promise<boolean>,
): Promise<void> {
  const { db, actor, settings, now } = context;
  // Older ones have expired; with the date only few rows are looked at.
  const since = plus(now(), -(settings.pendingExpiryMs + DAY));
  const unpaid = await unpaidOrdersOf(db, actor.id, { since, limit: settings.unpaidOrders });
  if (unpaid.length < settings.unpaidOrders) return;
  for (const order of unpaid) if (await hasEnded(order)) return;
  const numbers = unpaid.map(({ order_number }) => order_number);
  throw new Refusal(
    'too_many_unpaid',
    `${numbers.join(' and ')} ${numbers.length === 1 ? 'is' : 'are'} still to be paid; pay or cancel one first.`,
    { facts: { orders: numbers } },
  );
}
