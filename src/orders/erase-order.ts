/** An order without its customer: books, stock and the chain of its timeline stay as they are. */
import type { WriteContext } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import type { Id } from '../lib/ids.ts';
import type { Address } from './address.ts';
import { removeWords } from './read/words.ts';
import { type OrderRow, orderEvents, orderHolds, orderNotes, orders } from './tables.ts';
import { erasedData } from './timeline.ts';

/** The orders of a customer, oldest first. */
export const ordersOf = (db: Sql, customer_id: Id<'usr'>): Promise<OrderRow[]> =>
  db.find(orders, { customer_id }, { order: [['id', 'ASC']] });

/** Of an address the country stays: taxes are reckoned by it. */
const erased = ({ country }: Address, gone: string): Address => ({ name: gone, line1: gone, city: gone, country });

/** Takes what names a person out of an order. `gone` stands in its place; `address` for their mail address. */
export async function eraseOrder(
  cx: WriteContext,
  order: OrderRow,
  { gone, address }: { readonly gone: string; readonly address: string },
): Promise<void> {
  const { id, version, shipping_address, billing_address, cancel_reason } = order;
  await cx.db.update(
    orders,
    {
      email: address,
      customer_name: gone,
      shipping_address: erased(shipping_address, gone),
      billing_address: erased(billing_address, gone),
      order_notes: null,
      cancel_reason: cancel_reason === null ? null : gone,
      version: version + 1,
      updated_at: cx.now(),
    },
    { id },
  );
  await removeWords(cx.db, id);
  await cx.db.update(orderNotes, { body: gone }, { order_id: id });
  await cx.db.update(orderHolds, { reason: gone }, { order_id: id });
  for (const { seq, data } of await cx.db.find(orderEvents, { order_id: id })) {
    const without = erasedData(cx.seal, data);
    if (without !== data) await cx.db.update(orderEvents, { data: without }, { order_id: id, seq });
  }
}
