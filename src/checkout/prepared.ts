/** What preparing leaves behind for paying and settling. */
import type { OrderEventRow, OrderItemRow, OrderRow } from '../orders/tables.ts';
import type { PaymentRow } from '../payments/store.ts';

/** A pending order with its stock held, ready to be paid. */
export interface PreparedOrder {
  readonly order: OrderRow;
  readonly items: readonly OrderItemRow[];
  /** None where nothing is to pay. */
  readonly payment: PaymentRow | undefined;
  readonly events: readonly OrderEventRow[];
}

/** One that has something to pay. */
export interface PayableOrder extends PreparedOrder {
  readonly payment: PaymentRow;
}
