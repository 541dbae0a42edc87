/** Tax and shipping rates: a row for each country, or for every other one. */
import countries from 'i18n-iso-countries';
import { z } from 'zod';
import {
  ANY_COUNTRY,
  listShippingRates,
  listTaxRates,
  type ShippingRateRow,
  shippingRates,
  type TaxRateRow,
  taxRates,
} from '../catalog/store.ts';
import { isCurrency } from '../lib/money.ts';
import { defineUseCase } from '../use-case.ts';

const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(
    (code) => /^[A-Z]{2}$/.test(code) && countries.isValid(code),
    'must be a two-letter ISO 3166 country code, such as DE',
  );

/** Sets the tax of a country in basis points (1900 is 19 %), charged on goods. */
export const setTaxRate = defineUseCase({
  name: 'set-tax-rate',
  allow: ['staff', 'system'],
  input: z.strictObject({ country, rate_bp: z.int().min(0).max(10_000, 'must be at most 100 %') }),
  run: (context, input): Promise<TaxRateRow> =>
    context.atomic('rates.set', async (tx) => {
      const row = { id: context.newId('tax'), ...input };
      if ((await tx.update(taxRates, { rate_bp: input.rate_bp }, { country: input.country })) === 0)
        await tx.insert(taxRates, [row]);
      return row;
    }),
});

/** Sets what a shipping method costs to a country (`*`: every other one), in minor units. */
export const setShippingRate = defineUseCase({
  name: 'set-shipping-rate',
  allow: ['staff', 'system'],
  input: z.strictObject({
    method: z
      .string()
      .trim()
      .regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 small letters, digits, - and _'),
    country: z.union([z.literal(ANY_COUNTRY), country]),
    currency: z.string().trim().toUpperCase().refine(isCurrency, 'must be an ISO 4217 currency code'),
    amount: z.int().min(0, 'must not be negative'),
  }),
  run: (context, input): Promise<ShippingRateRow> =>
    context.atomic('rates.set', async (tx) => {
      const { amount, ...key } = input;
      const row = { id: context.newId('rate'), ...input };
      if ((await tx.update(shippingRates, { amount }, key)) === 0) await tx.insert(shippingRates, [row]);
      return row;
    }),
});

export interface Rates {
  readonly tax: readonly { readonly country: string; readonly rate_bp: number }[];
  readonly shipping: readonly {
    readonly method: string;
    readonly country: string;
    readonly currency: string;
    readonly amount: number;
  }[];
}

/** Every rate there is. */
export const listRates = defineUseCase({
  name: 'list-rates',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  async run({ db }): Promise<Rates> {
    const tax = (await listTaxRates(db)).map(({ country: code, rate_bp }) => ({ country: code, rate_bp }));
    const shipping = (await listShippingRates(db)).map(({ id: _id, ...rate }) => rate);
    return { tax, shipping };
  },
});
