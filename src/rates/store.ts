/** Tax and shipping rates: a row for each country, or for every other one. */
import type { Sql } from '../database/sql.ts';
import { defineTable, id, int, type RowOf, text } from '../database/table.ts';

/** Millionths: 190,000 is 19 %. */
export const taxRates = defineTable('tax_rates', { id: id('tax'), country: text(), rate_ppm: int() });
export type TaxRateRow = RowOf<typeof taxRates>;

/** What a shipping method costs to a country; country `*` is every other one. */
export const shippingRates = defineTable('shipping_rates', {
  id: id('rate'),
  method: text(),
  country: text(),
  currency: text(),
  amount: int(),
});
export type ShippingRateRow = RowOf<typeof shippingRates>;

export const ANY_COUNTRY = '*';

export interface RatesFor {
  /** Millionths; 0 where no rate is set. */
  readonly taxRatePpm: number;
  readonly shipping: readonly Pick<ShippingRateRow, 'method' | 'country' | 'currency' | 'amount'>[];
}

/** What checkout needs of the rate tables for an address in `country`, in one statement. */
export async function ratesFor(db: Sql, country: string): Promise<RatesFor> {
  const rows = await db.rows<{ kind: 'tax' | 'shipping' } & RatesFor['shipping'][number]>(
    `SELECT 'tax' AS kind, '' AS method, country, '' AS currency, rate_ppm AS amount FROM tax_rates WHERE country = ?
     UNION ALL SELECT 'shipping', method, country, currency, amount FROM shipping_rates`,
    [country],
  );
  const exact = rows.map((row) => ({ ...row, amount: Number(row.amount) }));
  return {
    taxRatePpm: exact.find(({ kind }) => kind === 'tax')?.amount ?? 0,
    shipping: exact.filter(({ kind }) => kind === 'shipping'),
  };
}

/** Every shipping rate, by method, country and currency. */
export const listShippingRates = (db: Sql): Promise<ShippingRateRow[]> =>
  db.select(shippingRates, `SELECT ${shippingRates.list()} FROM shipping_rates ORDER BY method, country, currency`);

export const listTaxRates = (db: Sql): Promise<TaxRateRow[]> => db.find(taxRates, {}, { order: [['country', 'ASC']] });

/** Writes a rate in place of the one there was. */
export async function putTaxRate(db: Sql, row: TaxRateRow): Promise<void> {
  const { country, rate_ppm } = row;
  if ((await db.update(taxRates, { rate_ppm }, { country })) === 0) await db.insert(taxRates, [row]);
}

/** Writes a rate in place of the one there was. */
export async function putShippingRate(db: Sql, row: ShippingRateRow): Promise<void> {
  const { method, country, currency, amount } = row;
  const changed = await db.update(shippingRates, { amount }, { method, country, currency });
  if (changed === 0) await db.insert(shippingRates, [row]);
}

/** Takes a rate away; 0 where there was none. */
export const removeTaxRate = (db: Sql, country: string): Promise<number> => db.remove(taxRates, { country });

/** Takes a rate away; 0 where there was none. */
export const removeShippingRate = (
  db: Sql,
  rate: Pick<ShippingRateRow, 'method' | 'country' | 'currency'>,
): Promise<number> => db.remove(shippingRates, rate);
