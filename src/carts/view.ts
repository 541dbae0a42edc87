/** A cart as its customer sees it. */
import type { Cart } from './store.ts';

export interface CartView {
  readonly version: number;
  readonly currency: string | null;
  readonly items: readonly CartItemView[];
  /** Without shipping and tax, in minor units of `currency`. */
  readonly subtotal: number;
}

interface CartItemView {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit_price: number;
  readonly line_total: number;
  /** The price the customer saw before, when it has changed since. */
  readonly previous_price?: number;
  /** Set when the product can no longer be bought. */
  readonly unavailable?: true;
}

export function cartView(cart: Cart | undefined): CartView {
  const items = (cart?.lines ?? []).map((line) => ({
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price: line.price,
    line_total: line.price * line.quantity,
    ...(line.seen_price === line.price ? {} : { previous_price: line.seen_price }),
    ...(line.active ? {} : { unavailable: true as const }),
  }));
  return {
    version: cart?.version ?? 0,
    currency: cart?.lines[0]?.currency ?? null,
    items,
    subtotal: items.reduce((sum, item) => sum + item.line_total, 0),
  };
}
