/** A cart as its customer sees it: the wire format. */
import { z } from 'zod';
import { countShape, currencyShape, moneyShape } from '../lib/shapes.ts';

const cartItemShape = z
  .object({
    sku: z.string(),
    name: z.string(),
    quantity: countShape,
    unit_price: moneyShape,
    line_total: moneyShape,
    previous_price: moneyShape.optional().meta({ description: 'What the customer saw before, when it has changed' }),
    previous_currency: currencyShape.optional(),
    unavailable: z.literal(true).optional().meta({ description: 'Set when it can no longer be bought' }),
  })
  .meta({ id: 'CartItem' });

export const cartShape = z
  .object({
    version: countShape,
    currency: currencyShape.nullable(),
    items: z.array(cartItemShape),
    subtotal: moneyShape.meta({ description: 'Without shipping and tax' }),
  })
  .meta({ id: 'Cart' });
export type CartView = z.output<typeof cartShape>;
