import { z } from 'zod';
import type { Context } from '../context.ts';
import { LIKE_ESCAPE, likePattern } from '../database/like.ts';
import { type Id, idFromBytes } from '../lib/ids.ts';
import { defineUseCase } from '../use-case.ts';

export interface ProductView {
  readonly id: Id<'prd'>;
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
  readonly barcode: string | null;
  readonly bin: string | null;
  readonly weight_g: number | null;
  readonly active: boolean;
  readonly on_hand: number;
  readonly reserved: number;
  /** Units that can still be sold: on hand less reserved. */
  readonly available: number;
}

type ProductQueryRow = Omit<ProductView, 'id' | 'active' | 'available'> & { id: Buffer; active: number };

/** Products with their stock, by SKU; `after` is the SKU before the page. Customers see active products only. */
export const listProducts = defineUseCase({
  name: 'list-products',
  allow: ['anonymous', 'customer', 'staff', 'system'],
  input: z.strictObject({
    after: z.string().max(64).optional(),
    limit: z.int().min(1).max(1000).default(100),
    q: z.string().trim().max(100).optional(),
  }),
  async run(context: Context, input): Promise<ProductView[]> {
    const like = likePattern(input.q ?? '');
    const rows = await context.db.rows<ProductQueryRow>(
      `SELECT p.id, p.sku, p.name, p.price, p.currency, p.barcode, p.bin, p.weight_g, p.active, s.on_hand, s.reserved
       FROM products p JOIN stock s ON s.product_id = p.id
       WHERE p.sku > ? AND (p.active = 1 OR ? = 1)
         ${input.q ? `AND (LOWER(p.sku) LIKE ? ${LIKE_ESCAPE} OR LOWER(p.name) LIKE ? ${LIKE_ESCAPE})` : ''}
       ORDER BY p.sku LIMIT ${input.limit}`,
      [input.after ?? '', context.actor.kind === 'customer' ? 0 : 1, ...(input.q ? [like, like] : [])],
    );
    return rows.map((row) => ({
      ...row,
      id: idFromBytes('prd', row.id),
      price: Number(row.price),
      active: Number(row.active) === 1,
      on_hand: Number(row.on_hand),
      reserved: Number(row.reserved),
      available: Number(row.on_hand) - Number(row.reserved),
    }));
  },
});
