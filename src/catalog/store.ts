/** Products. Stock is inventory's. */
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

export const findProductBySku = (db: Sql, sku: string): Promise<ProductRow | undefined> =>
  db.findOne(products, { sku });

export const findProductsBySku = (db: Sql, skus: readonly string[]): Promise<ProductRow[]> =>
  db.find(products, { sku: skus });

export const insertProducts = (db: Sql, rows: readonly ProductRow[]): Promise<void> => db.insert(products, rows);

export const updateProduct = (db: Sql, productId: Id<'prd'>, changes: Partial<ProductRow>): Promise<number> =>
  db.update(products, changes, { id: productId });

/** The product whose barcode this is, else the one whose SKU it is. */
export async function findProductByCode(db: Sql, code: string): Promise<{ sku: string; name: string } | undefined> {
  const sql =
    'SELECT sku, name FROM products WHERE barcode = ? UNION ALL SELECT sku, name FROM products WHERE sku = ? LIMIT 1';
  return (await db.rows<{ sku: string; name: string }>(sql, [code, code]))[0];
}
