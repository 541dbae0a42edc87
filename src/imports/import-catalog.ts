/** Reading a catalogue: products with prices and stock, from the rows of a CSV file. */
import { z } from 'zod';
import { findProductsBySku, insertProducts, type ProductRow, updateProduct } from '../catalog/store.ts';
import { actorLabel, type Context, type WriteContext } from '../context.ts';
import { type FieldFault, Refusal } from '../errors.ts';
import { adjustStock, lockStock, openStock } from '../inventory/store.ts';
import { isCurrency, parseMoney } from '../lib/money.ts';
import { defineUseCase } from '../use-case.ts';

export interface CatalogImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

const optional = z.string().trim().max(64).optional();
const whole = z.string().trim().regex(/^\d*$/, 'must be a whole number').optional();

const rowSchema = z.object({
  sku: z.string().trim().min(1, 'is missing').max(64),
  name: z.string().trim().min(1, 'is missing').max(300),
  price: z.string().trim().min(1, 'is missing'),
  currency: z.string().trim().toUpperCase().refine(isCurrency, 'is not an ISO 4217 currency code'),
  stock: whole,
  barcode: optional,
  bin: z.string().trim().max(32).optional(),
  weight_g: whole,
});

type CatalogRow = Pick<ProductRow, 'sku' | 'name' | 'price' | 'currency' | 'barcode' | 'bin' | 'weight_g'> & {
  readonly stock: number | undefined;
};

/** Rows of one transaction: enough to be quick, few enough not to hold anybody up. */
const BATCH = 200;

/**
 * Adds and changes products by SKU. A row's `stock`, when given, becomes what is on hand. Every row is checked before
 * anything is written: one wrong row refuses the file and names its line.
 */
export const importCatalog = defineUseCase({
  name: 'import-catalog',
  allow: ['staff', 'system'],
  input: z.strictObject({
    rows: z.array(z.record(z.string(), z.string())).min(1, 'has no rows'),
    /** Only count what would change. */
    dry_run: z.boolean().default(false),
  }),
  async run(context, input): Promise<CatalogImport> {
    const rows = checkRows(input.rows);
    const totals = { added: 0, changed: 0, unchanged: 0 };
    for (let at = 0; at < rows.length; at += BATCH) {
      const batch = rows.slice(at, at + BATCH);
      const counted = await (input.dry_run ? dryRun : write)(context, batch);
      totals.added += counted.added;
      totals.changed += counted.changed;
      totals.unchanged += counted.unchanged;
    }
    return totals;
  },
});

type Write = (context: Context, batch: readonly CatalogRow[]) => Promise<CatalogImport>;

const write: Write = (context, batch) => context.atomic('import-catalog', (cx) => importBatch(cx, batch));

/** Does it all, and takes it back. */
const dryRun: Write = async (context, batch) => {
  const undone = new Error('a rehearsal');
  let counted: CatalogImport | undefined;
  await context
    .atomic('import-catalog', async (cx) => {
      counted = await importBatch(cx, batch);
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  return counted as CatalogImport;
};

/** Line 1 of the file is its header. */
const lineOf = (index: number): number => index + 2;

function checkRows(raw: readonly Record<string, string>[]): CatalogRow[] {
  const faults: FieldFault[] = [];
  const seen = new Map<string, number>();
  const rows = raw.flatMap((record, index) => {
    const fault = (field: string, detail: string) => {
      faults.push({ pointer: `/rows/${index}/${field}`, detail: `line ${lineOf(index)}: ${field} ${detail}` });
    };
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) fault(issue.path.join('/'), missing(issue, record));
      return [];
    }
    const { sku, currency } = parsed.data;
    const price = parseMoney(parsed.data.price, currency);
    if (price === undefined) fault('price', `"${parsed.data.price}" is not a price in ${currency}`);
    if (seen.has(sku)) fault('sku', `${sku} is on line ${lineOf(seen.get(sku) as number)} already`);
    seen.set(sku, index);
    return [{ ...parsed.data, price: price ?? 0, ...numbersOf(parsed.data) }];
  });
  if (faults.length === 0) return rows;
  const shown = faults.slice(0, 5).map(({ detail }) => detail);
  const more = faults.length > 5 ? ` … and ${faults.length - 5} more` : '';
  throw new Refusal('file_unreadable', `Nothing was imported. ${shown.join('; ')}${more}.`, { errors: faults });
}

const missing = (issue: z.core.$ZodIssue, record: Record<string, string>): string =>
  record[String(issue.path[0])] === undefined ? 'is missing (is the column there?)' : issue.message;

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

const numbersOf = (row: z.output<typeof rowSchema>) => ({
  stock: numberOf(row.stock),
  barcode: row.barcode || null,
  bin: row.bin || null,
  weight_g: numberOf(row.weight_g) ?? null,
});

async function importBatch(cx: WriteContext, batch: readonly CatalogRow[]): Promise<CatalogImport> {
  const now = cx.now();
  const skus = batch.map(({ sku }) => sku);
  const known = new Map((await findProductsBySku(cx.db, skus)).map((product) => [product.sku, product]));
  const added: ProductRow[] = batch
    .filter(({ sku }) => !known.has(sku))
    .map(({ stock: _stock, ...row }) => ({
      ...row,
      id: cx.newId('prd'),
      active: true,
      created_at: now,
      updated_at: now,
    }));
  await insertProducts(cx.db, added);
  await openStock(
    cx.db,
    added.map(({ id }) => id),
  );
  for (const product of added) known.set(product.sku, product);

  let changed = 0;
  const addedSkus = new Set(added.map(({ sku }) => sku));
  for (const row of batch) {
    const product = known.get(row.sku) as ProductRow;
    const fieldsChanged = !addedSkus.has(row.sku) && (await changeFields(cx, product, row));
    const stockChanged = row.stock !== undefined && (await setOnHand(cx, product, row.stock));
    if (!addedSkus.has(row.sku) && (fieldsChanged || stockChanged)) changed += 1;
  }
  return { added: added.length, changed, unchanged: batch.length - added.length - changed };
}

const FIELDS = ['name', 'price', 'currency', 'barcode', 'bin', 'weight_g'] as const;

async function changeFields(cx: WriteContext, product: ProductRow, row: CatalogRow): Promise<boolean> {
  const changes = Object.fromEntries(
    FIELDS.filter((field) => product[field] !== row[field]).map((field) => [field, row[field]]),
  );
  if (Object.keys(changes).length === 0 && product.active) return false;
  await updateProduct(cx.db, product.id, { ...changes, active: true, updated_at: cx.now() });
  return true;
}

async function setOnHand(cx: WriteContext, product: ProductRow, wanted: number): Promise<boolean> {
  const before = await lockStock(cx.db, product.id);
  const delta = wanted - (before?.on_hand ?? 0);
  if (wanted < (before?.reserved ?? 0)) {
    throw new Refusal(
      'out_of_stock',
      `${product.sku}: ${before?.reserved} units are reserved for open orders, so ${wanted} cannot be all there is.`,
    );
  }
  const cause = { actor: actorLabel(cx.actor), at: cx.now() };
  await adjustStock(cx.db, { product_id: product.id, delta, reason: 'import' }, cause);
  return delta !== 0;
}
