/** What a catalogue would change: every row looked at, nothing written. */
import { z } from 'zod';
import { findProductsBySku, type ProductRow } from '../catalog/store.ts';
import type { Context } from '../context.ts';
import { onHandOf } from '../inventory/store.ts';
import { isCurrency, parseMoney, plainMoney } from '../lib/money.ts';
import { isShortened, SHORTENED } from '../lib/shortened.ts';

/** One field of a product, as it is and as it would be. */
export interface Change {
  readonly sku: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export interface FailedRow {
  readonly line: number;
  readonly sku: string;
  readonly detail: string;
}

type Fields = Pick<ProductRow, 'name' | 'price' | 'currency' | 'barcode' | 'bin' | 'weight_g'>;

export interface PlannedProduct {
  readonly row: Fields & { readonly sku: string };
  /** The product as it is; none for a new one. */
  readonly known: ProductRow | undefined;
  /** What of it changes. */
  readonly fields: Partial<Fields>;
  /** What is to be on hand; left alone while undefined. */
  readonly stock: number | undefined;
  readonly changes: readonly Change[];
}

export interface Plan {
  readonly products: readonly PlannedProduct[];
  readonly failed: readonly FailedRow[];
}

interface Wanted {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly lines?: readonly number[] | undefined;
  readonly set_stock: boolean;
}

/** `1.234` may be a thousand or one and a bit: a whole number has no marks, or decimals that are zero. */
const whole = z
  .string()
  .trim()
  .regex(/^(\d{1,9}([.,]0{1,2})?)?$/, { error: ({ input }) => `"${input}" must be a whole number` })
  .optional();

const notShortened = (text: z.ZodString) => text.refine((cell) => !isShortened(cell), SHORTENED);

const rowSchema = z.object({
  sku: notShortened(z.string('is missing').trim().min(1, 'is missing').max(64, 'must be at most 64 characters')),
  name: z.string().trim().max(300, 'must be at most 300 characters').optional(),
  price: z.string().trim().optional(),
  currency: z.string().trim().toUpperCase().optional(),
  stock: whole,
  barcode: notShortened(z.string().trim().max(64, 'must be at most 64 characters')).optional(),
  bin: z.string().trim().max(32, 'must be at most 32 characters').optional(),
  weight_g: whole,
});
type Row = z.output<typeof rowSchema>;

const BATCH = 500;

export async function planCatalog(context: Context, { rows, lines, set_stock }: Wanted): Promise<Plan> {
  const failed: FailedRow[] = [];
  const lineOf = (index: number) => lines?.[index] ?? index + 2;
  const seen = new Map<string, number>();
  const good: { row: Row; line: number }[] = [];
  for (const [index, raw] of rows.entries()) {
    const line = lineOf(index);
    const fail = (sku: string, detail: string) => failed.push({ line, sku, detail });
    const parsed = rowSchema.safeParse(raw);
    if (!parsed.success) {
      fail(raw.sku ?? '', parsed.error.issues.map(({ path, message }) => `${path.join('/')} ${message}`).join('; '));
    } else if (seen.has(parsed.data.sku)) {
      fail(parsed.data.sku, `${parsed.data.sku} is on line ${seen.get(parsed.data.sku)} already`);
    } else {
      seen.set(parsed.data.sku, line);
      good.push({ row: parsed.data, line });
    }
  }
  const products: PlannedProduct[] = [];
  for (let at = 0; at < good.length; at += BATCH) {
    const batch = good.slice(at, at + BATCH);
    const known = new Map(
      (
        await findProductsBySku(
          context.db,
          batch.map(({ row }) => row.sku),
        )
      ).map((product) => [product.sku, product]),
    );
    const onHand = await onHandOf(
      context.db,
      [...known.values()].map(({ id }) => id),
    );
    for (const { row, line } of batch) {
      const product = known.get(row.sku);
      const planned = planRow(row, product, { set_stock, held: product && onHand.get(product.id) });
      if (typeof planned === 'string') failed.push({ line, sku: row.sku, detail: planned });
      else products.push(planned);
    }
  }
  return { products, failed: failed.sort((a, b) => a.line - b.line) };
}

interface Held {
  readonly on_hand: number;
  readonly reserved: number;
}

/** What becomes of one product; a text where the row cannot be taken. */
function planRow(
  row: Row,
  known: ProductRow | undefined,
  { set_stock, held }: { readonly set_stock: boolean; readonly held: Held | undefined },
): PlannedProduct | string {
  const currency = row.currency || known?.currency;
  if (!currency) return 'currency is missing (is the column there?)';
  if (!isCurrency(currency)) return `currency "${currency}" is not an ISO 4217 currency code`;
  const same = known && known.currency === currency ? known.price : undefined;
  const price = row.price ? parseMoney(row.price, currency) : same;
  if (price === undefined) {
    return row.price ? `price "${row.price}" is not a price in ${currency}` : 'price is missing (is the column there?)';
  }
  const name = row.name || known?.name;
  if (!name) return 'name is missing (is the column there?)';
  const after: Fields = {
    name,
    price,
    currency,
    barcode: kept(row.barcode, known?.barcode),
    bin: kept(row.bin, known?.bin),
    weight_g:
      row.weight_g === undefined ? (known?.weight_g ?? null) : row.weight_g ? Number.parseInt(row.weight_g, 10) : null,
  };
  const asked = row.stock ? Number.parseInt(row.stock, 10) : undefined;
  const stock = known && !set_stock ? undefined : asked;
  if (held && stock !== undefined && stock < held.reserved) {
    return `${held.reserved} units are reserved for open orders, so ${stock} cannot be all there is`;
  }
  return { row: { sku: row.sku, ...after }, known, stock, ...changesOf(known, after, { sku: row.sku, stock, held }) };
}

/** A cell that is not there leaves what is known; one that is blank empties it. */
const kept = (cell: string | undefined, known: string | null | undefined): string | null =>
  cell === undefined ? (known ?? null) : cell || null;

const FIELDS = ['name', 'price', 'currency', 'barcode', 'bin', 'weight_g'] as const;

function changesOf(
  known: ProductRow | undefined,
  after: Fields,
  { sku, stock, held }: { readonly sku: string; readonly stock: number | undefined; readonly held: Held | undefined },
): { readonly fields: Partial<Fields>; readonly changes: readonly Change[] } {
  if (!known) return { fields: {}, changes: [] };
  const different = FIELDS.filter((field) => known[field] !== after[field]);
  const shown = (fields: Fields, field: (typeof FIELDS)[number]): string =>
    field === 'price' ? plainMoney(fields.price, fields.currency) : String(fields[field] ?? '');
  const changes = different.map((field) => ({ sku, field, from: shown(known, field), to: shown(after, field) }));
  const counted =
    stock !== undefined && stock !== held?.on_hand
      ? [{ sku, field: 'stock', from: String(held?.on_hand ?? 0), to: String(stock) }]
      : [];
  return {
    fields: Object.fromEntries(different.map((field) => [field, after[field]])),
    changes: [...changes, ...counted],
  };
}
