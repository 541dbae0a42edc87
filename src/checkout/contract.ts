/** What checkout takes and gives. */
import { z } from 'zod';
import { idempotencyKey } from '../idempotency/keys.ts';
import { localeInput } from '../languages/index.ts';
import { isCurrency } from '../lib/money.ts';
import { addressSchema } from '../orders/address.ts';
import type { OrderView } from '../orders/wire/shapes.ts';

export const checkoutInput = z.strictObject({
  shipping_address: addressSchema,
  billing_address: addressSchema.optional(),
  payment_method: z.string('is needed').trim().min(1, 'is needed').max(32),
  payment_details: z.strictObject(
    { token: z.string('is needed: the token your payment form returned').trim().min(1, 'is needed').max(200) },
    'is needed: {"token": …} from your payment form',
  ),
  order_notes: z.string().trim().max(2000).optional(),
  expected_total: z.int('must be whole minor units').min(0).optional(),
  /** Of the expected total; the order is refused as price_changed in any other. */
  expected_currency: z.string().trim().toUpperCase().refine(isCurrency, 'must be an ISO 4217 currency code').optional(),
  /** The language of the mails, as a tag such as de-AT; the customer's own, else the shop's, when it is left out. */
  locale: localeInput.optional(),
  shipping_method: z.string().trim().min(1).max(32).default('standard'),
  idempotency_key: idempotencyKey,
});
export type CheckoutInput = z.output<typeof checkoutInput>;

export interface CheckoutResult {
  /** `pending` when the money is not settled yet; the order says what happens next. */
  readonly outcome: 'confirmed' | 'pending';
  readonly order: OrderView;
}
