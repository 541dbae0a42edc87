/** Taking products out of sale, and back: carts that hold one say so, orders that have one go on. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { defineUseCase } from '../use-case.ts';
import { findProductBySku, type ProductRow, updateProduct } from './store.ts';

const input = z.strictObject({ sku: z.string().trim().min(1, 'is needed').max(64) });

/** Throws `product_not_found`. Retiring twice is retiring once. */
export const retireProduct = defineUseCase({
  name: 'retire-product',
  allow: ['staff'],
  input,
  run: ({ db, now }, { sku }): Promise<ProductRow> => setActive({ db, sku, active: false, at: now() }),
});

/** Throws `product_not_found`. */
export const restoreProduct = defineUseCase({
  name: 'restore-product',
  allow: ['staff'],
  input,
  run: ({ db, now }, { sku }): Promise<ProductRow> => setActive({ db, sku, active: true, at: now() }),
});

interface Wanted {
  readonly db: Parameters<typeof findProductBySku>[0];
  readonly sku: string;
  readonly active: boolean;
  readonly at: string;
}

async function setActive({ db, sku, active, at }: Wanted): Promise<ProductRow> {
  const product = await findProductBySku(db, sku);
  if (!product) throw new Refusal('product_not_found', `There is no product ${sku}; orders catalog list shows them.`);
  if (product.active !== active) await updateProduct(db, product.id, { active, updated_at: at });
  return { ...product, active };
}
