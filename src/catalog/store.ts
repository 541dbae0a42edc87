/** Products, tax rates and shipping rates. Stock is inventory's. */
import type { Sql } from '../database/sql.ts';
import { defineTable, flag, id, int, nullable, type RowOf, text, time } from '../database/table.ts';
import type { Id } from '../lib/ids.ts';

export const products = defineTable('products', {
  id: id('prd'),
  sku: text(),
  name: text(),
  /** Minor units of `currency`. */
  price: int(),
  currency: text(),
  barcode: nullable(text()),
  /** Where it lies in the warehouse. */
  bin: nullable(text()),
  weight_g: nullable(int()),
  active: flag(),
  created_at: time(),
  updated_at: time(),
});
export type ProductRow = RowOf<typeof products>;

/** Basis points: 1900 is 19 %. */
export const taxRates = defineTable('tax_rates', { id: id('tax'), country: text(), rate_bp: int() });
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

export const findProductBySku = (db: Sql, sku: string): Promise<ProductRow | undefined> =>
  db.findOne(products, { sku });

export const findProductsBySku = (db: Sql, skus: readonly string[]): Promise<ProductRow[]> =>
  db.find(products, { sku: skus });

export const insertProducts = (db: Sql, rows: readonly ProductRow[]): Promise<void> => db.insert(products, rows);

export const updateProduct = (db: Sql, productId: Id<'prd'>, changes: Partial<ProductRow>): Promise<number> =>
  db.update(products, changes, { id: productId });

export interface RatesFor {
  /** Basis points; 0 where no rate is set. */
  readonly taxRateBp: number;
  readonly shipping: readonly Pick<ShippingRateRow, 'method' | 'country' | 'currency' | 'amount'>[];
}

/** What checkout needs of the rate tables for an address in `country`, in one statement. */
export async function ratesFor(db: Sql, country: string): Promise<RatesFor> {
  const rows = await db.rows<{ kind: 'tax' | 'shipping' } & RatesFor['shipping'][number]>(
    `SELECT 'tax' AS kind, '' AS method, country, '' AS currency, rate_bp AS amount FROM tax_rates WHERE country = ?
     UNION ALL SELECT 'shipping', method, country, currency, amount FROM shipping_rates`,
    [country],
  );
  const exact = rows.map((row) => ({ ...row, amount: Number(row.amount) }));
  return {
    taxRateBp: exact.find(({ kind }) => kind === 'tax')?.amount ?? 0,
    shipping: exact.filter(({ kind }) => kind === 'shipping'),
  };
}

/** Every shipping rate, by method, country and currency. */
export const listShippingRates = (db: Sql): Promise<ShippingRateRow[]> =>
  db.select(shippingRates, `SELECT ${shippingRates.list()} FROM shipping_rates ORDER BY method, country, currency`);

export const listTaxRates = (db: Sql): Promise<TaxRateRow[]> => db.find(taxRates, {}, { order: [['country', 'ASC']] });
