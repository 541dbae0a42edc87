/** What a cart would cost where it is to go, before anybody pays. */
import { z } from 'zod';
import { type CartLine, findCart } from '../carts/store.ts';
import { countryInput } from '../lib/country.ts';
import { currencyShape, moneyShape } from '../lib/shapes.ts';
import { orderTotals } from '../orders/totals.ts';
import { ratesFor } from '../rates/store.ts';
import { defineUseCase } from '../use-case.ts';
import { newLine, requireFilled, requireOneCurrency, shippingMethods } from './price-cart.ts';

export const quoteShape = z
  .object({
    currency: currencyShape,
    subtotal: moneyShape,
    tax_total: moneyShape,
    shipping_methods: z.array(
      z.object({
        code: z.string().meta({ description: 'The `shipping_method` of a checkout' }),
        amount: moneyShape,
        total: moneyShape.meta({
          description: 'What the order comes to by this way: the `expected_total` of a checkout',
        }),
      }),
    ),
  })
  .meta({ id: 'Quote' });
export type Quote = z.output<typeof quoteShape>;

/** The customer's cart with tax and every way to a country, cheapest first. Throws `cart_empty` and `currency_mixed`. */
export const quoteCart = defineUseCase({
  name: 'quote-cart',
  allow: ['customer'],
  input: z.strictObject({ country: countryInput }),
  async run(context, { country }): Promise<Quote> {
    const cart = requireFilled(await findCart(context.db, context.actor.id));
    requireOneCurrency(cart);
    const inCart = cart.lines;
    const currency = (inCart[0] as CartLine).currency;
    const rates = await ratesFor(context.db, country);
    const lines = inCart.map((line) => newLine(line, rates.taxRatePpm));
    const { subtotal, tax_total } = orderTotals(lines, 0);
    const ways = [...shippingMethods(context, rates, { country, currency })].map(([code, amount]) => ({
      ...{ code, amount },
      total: orderTotals(lines, amount).total,
    }));
    return { currency, subtotal, tax_total, shipping_methods: ways.sort((a, b) => a.amount - b.amount) };
  },
});
