/** What counts of a cart. */
import type { CartLine } from './store.ts';

/** Whether its product costs something else than its customer saw: an amount, or an amount of another currency. */
export const priceMoved = ({ price, currency, seen_price, seen_currency }: CartLine): boolean =>
  price !== seen_price || currency !== seen_currency;
