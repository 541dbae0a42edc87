/**
 * Reading a catalogue. A price list knows prices; what lies on the shelf is counted there. So stock is taken from the file for
 * new products only, unless it is asked for, and a field whose column is not in the file is left as it is.
 */
import { z } from 'zod';
import { insertProducts, type ProductRow, updateProduct } from '../catalog/store.ts';
import { actorLabel, type WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { adjustStock, lockStock, openStock, StockShort } from '../inventory/store.ts';
import { defineWrite } from '../write.ts';
import { type Change, type FailedRow, type Plan, type PlannedProduct, planCatalog } from './plan-catalog.ts';

export interface CatalogImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that were left out, each with its reason. */
  readonly failed: readonly FailedRow[];
  /** Every field that changes, old → new. */
  readonly changes: readonly Change[];
}

const input = z.strictObject({
  rows: z.array(z.record(z.string(), z.string())),
  /** The line of each row in its file; they are counted from 2 unless given. */
  lines: z.array(z.int()).optional(),
  /** Rows that could not be read at all: named with the others that are left out. */
  rejected: z.array(z.object({ line: z.int(), sku: z.string(), detail: z.string() })).default([]),
  /** Only say what would change. */
  dry_run: z.boolean().default(false),
  /** Take the stock of products that are known from the file too. */
  set_stock: z.boolean().default(false),
});

/**
 * Adds and changes products by SKU, all good rows in one transaction; rows that cannot be read are left out and named. Throws
 * `file_unreadable` when no row is good, and `out_of_stock`, with nothing written, when stock was reserved in the meantime.
 */
export const importCatalog = defineWrite({
  name: 'import-catalog',
  allow: ['staff', 'system'],
  input,
  prepare: async (context, wanted): Promise<Plan> => {
    const plan = withRejected(await planCatalog(context, wanted), wanted.rejected);
    if (plan.products.length > 0) return plan;
    if (plan.failed.length === 0) throw new Refusal('invalid_input', 'rows: has no rows.');
    const shown = plan.failed.slice(0, 5).map(({ line, detail }) => `line ${line}: ${detail}`);
    const more = plan.failed.length > 5 ? ` … and ${plan.failed.length - 5} more` : '';
    throw new Refusal('file_unreadable', `Nothing was imported. ${shown.join('; ')}${more}.`, {
      errors: plan.failed.slice(0, 50).map(({ line, detail }) => ({ pointer: `/rows/${line}`, detail })),
    });
  },
  async commit(cx, { dry_run }, plan): Promise<CatalogImport> {
    if (!dry_run) await writeProducts(cx, plan.products);
    return summary(plan);
  },
  answer: (_context, _wanted, done) => done as CatalogImport,
});

const withRejected = ({ products, failed }: Plan, rejected: readonly FailedRow[]): Plan => ({
  products,
  failed: [...failed, ...rejected].sort((a, b) => a.line - b.line),
});

function summary({ products, failed }: Plan): CatalogImport {
  const added = products.filter(({ known }) => !known).length;
  const changed = products.filter(({ known, changes }) => known && changes.length > 0).length;
  return {
    added,
    changed,
    unchanged: products.length - added - changed,
    failed,
    changes: products.flatMap(({ changes }) => changes),
  };
}

async function writeProducts(cx: WriteContext, products: readonly PlannedProduct[]): Promise<void> {
  const now = cx.now();
  const added: ProductRow[] = products.flatMap(({ known, row }) =>
    known ? [] : [{ ...row, id: cx.newId('prd'), active: true, created_at: now, updated_at: now }],
  );
  await insertProducts(cx.db, added);
  await openStock(
    cx.db,
    added.map(({ id }) => id),
  );
  const ids = new Map(added.map(({ sku, id }) => [sku, id]));
  const cause = { actor: actorLabel(cx.actor), at: now };
  for (const { known, fields } of products) {
    if (known && Object.keys(fields).length > 0) await updateProduct(cx.db, known.id, { ...fields, updated_at: now });
  }
  // Last: rows of stock are locked from here to the commit.
  for (const { known, row, stock } of products) {
    if (stock === undefined) continue;
    const product_id = known?.id ?? (ids.get(row.sku) as ProductRow['id']);
    const before = known ? await lockStock(cx.db, product_id) : undefined;
    const delta = stock - (before?.on_hand ?? 0);
    await adjustStock(cx.db, { product_id, delta, reason: 'import' }, cause).catch((error) => {
      if (!(error instanceof StockShort)) throw error;
      throw new Refusal(
        'out_of_stock',
        `${row.sku}: ${before?.reserved} units are reserved for open orders, so ${stock} cannot be all there is. Nothing was imported.`,
      );
    });
  }
}
