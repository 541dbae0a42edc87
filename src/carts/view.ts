/** A cart as its customer sees it. */
import { priceMoved } from './rules.ts';
import type { CartView } from './shapes.ts';
import type { Cart } from './store.ts';

export function cartView(cart: Cart | undefined): CartView {
  const items = (cart?.lines ?? []).map((line) => ({
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price: line.price,
    line_total: line.price * line.quantity,
    ...(priceMoved(line) ? { previous_price: line.seen_price, previous_currency: line.seen_currency } : {}),
    ...(line.active ? {} : { unavailable: true as const }),
  }));
  return {
    version: cart?.version ?? 0,
    currency: cart?.lines[0]?.currency ?? null,
    items,
    subtotal: items.reduce((sum, item) => sum + item.line_total, 0),
  };
}
