/** Tax and shipping rates: a row for each country, or for every other one. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { countryInput } from '../lib/country.ts';
import { isCurrency } from '../lib/money.ts';
import { defineUseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';
import {
  ANY_COUNTRY,
  listShippingRates,
  listTaxRates,
  putShippingRate,
  putTaxRate,
  removeShippingRate,
  removeTaxRate,
  type ShippingRateRow,
  type TaxRateRow,
} from './store.ts';

/** Sets the tax of a country in millionths (190,000 is 19 %), charged on goods. */
export const setTaxRate = defineWrite({
  name: 'set-tax-rate',
  allow: ['staff', 'system'],
  input: z.strictObject({ country: countryInput, rate_ppm: z.int().min(0).max(1_000_000, 'must be at most 100 %') }),
  async commit(cx, input): Promise<TaxRateRow> {
    const row = { id: cx.newId('tax'), ...input };
    await putTaxRate(cx.db, row);
    return row;
  },
  answer: (_context, _input, row) => row as TaxRateRow,
});

/** Sets what a shipping method costs to a country (`*`: every other one), in minor units. */
export const setShippingRate = defineWrite({
  name: 'set-shipping-rate',
  allow: ['staff', 'system'],
  input: z.strictObject({
    method: z
      .string()
      .trim()
      .regex(/^[a-z0-9_-]{1,32}$/, 'must be 1 to 32 small letters, digits, - and _'),
    country: z.union([z.literal(ANY_COUNTRY), countryInput]),
    currency: z.string().trim().toUpperCase().refine(isCurrency, 'must be an ISO 4217 currency code'),
    amount: z.int().min(0, 'must not be negative'),
  }),
  async commit(cx, input): Promise<ShippingRateRow> {
    const row = { id: cx.newId('rate'), ...input };
    await putShippingRate(cx.db, row);
    return row;
  },
  answer: (_context, _input, row) => row as ShippingRateRow,
});

/** Takes the tax of a country away. Throws `not_found` where there is none. */
export const dropTaxRate = defineWrite({
  name: 'drop-tax-rate',
  allow: ['staff', 'system'],
  input: z.strictObject({ country: countryInput }),
  async commit(cx, { country }) {
    if ((await removeTaxRate(cx.db, country)) === 0)
      throw new Refusal('not_found', `No tax rate is set for ${country}; orders rates list shows those that are.`);
  },
  answer: () => undefined,
});

/** Takes a shipping rate away. Throws `not_found` where there is none. */
export const dropShippingRate = defineWrite({
  name: 'drop-shipping-rate',
  allow: ['staff', 'system'],
  input: setShippingRate.input.omit({ amount: true }),
  async commit(cx, rate) {
    const { method, country, currency } = rate;
    if ((await removeShippingRate(cx.db, rate)) === 0)
      throw new Refusal(
        'not_found',
        `No rate is set for ${method} ${country} in ${currency}; orders rates list shows those that are.`,
      );
  },
  answer: () => undefined,
});

export interface Rates {
  readonly tax: readonly { readonly country: string; readonly rate_ppm: number }[];
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
    const tax = (await listTaxRates(db)).map(({ country: code, rate_ppm }) => ({ country: code, rate_ppm }));
    const shipping = (await listShippingRates(db)).map(({ id: _id, ...rate }) => rate);
    return { tax, shipping };
  },
});
