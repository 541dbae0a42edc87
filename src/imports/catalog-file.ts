/** A catalogue as a file: which columns are which, and what each row says. */
import { redactCardNumbers } from '../lib/card-number.ts';
import { printableLine } from '../lib/foreign-text.ts';
import type { FailedRow } from './plan-catalog.ts';
import {
  beyondHeadings,
  columnsByHeading,
  type Headings,
  isHeading,
  readTable,
  textFault,
  unreadable,
} from './read-table.ts';

export const CATALOG_FIELDS = ['sku', 'name', 'price', 'currency', 'stock', 'barcode', 'bin', 'weight_g'] as const;
export type CatalogField = (typeof CATALOG_FIELDS)[number];

const HEADINGS: Headings<CatalogField> = {
  sku: [
    'sku',
    'artikelnummer',
    'artikelnr',
    'artnr',
    'artikel',
    'articlenumber',
    'articleno',
    'itemnumber',
    'itemno',
    'productcode',
    'variantsku',
  ],
  name: [
    'name',
    'product',
    'productname',
    'title',
    'titel',
    'bezeichnung',
    'artikelbezeichnung',
    'artikelname',
    'produkt',
    'produktname',
    'description',
  ],
  price: [
    'price',
    'preis',
    'unitprice',
    'einzelpreis',
    'verkaufspreis',
    'vk',
    'vkpreis',
    'variantprice',
    'regularprice',
  ],
  currency: ['currency', 'wahrung', 'waehrung', 'currencycode'],
  stock: [
    'stock',
    'onhand',
    'bestand',
    'lagerbestand',
    'lager',
    'quantity',
    'qty',
    'menge',
    'anzahl',
    'inventory',
    'variantinventoryqty',
  ],
  barcode: ['barcode', 'ean', 'ean13', 'gtin', 'upc', 'isbn', 'strichcode', 'variantbarcode'],
  bin: ['bin', 'lagerplatz', 'fach', 'regal', 'location', 'shelf'],
  weight_g: ['weightg', 'weight', 'gewicht', 'gewichtg', 'gewichting', 'gramm', 'grams', 'variantgrams'],
};
/** What `catalog list` prints besides, and nobody has to be told of. */
const LEFT_OUT = new Set(['RESERVED', 'AVAILABLE', 'ACTIVE']);

export interface CatalogFile {
  /** By field; a field whose column is not there is not there either. */
  readonly rows: readonly { readonly line: number; readonly fields: Readonly<Partial<Record<CatalogField, string>>> }[];
  /** Rows that cannot be taken, each with its reason; they spoil no other. */
  readonly rejected: readonly FailedRow[];
  readonly notes: readonly string[];
}

/** Throws Refusal `file_unreadable`. */
export function readCatalogFile(bytes: Buffer, file: string): CatalogFile {
  const table = readTable(bytes, file, isHeading(HEADINGS));
  const [head, ...body] = table.rows;
  if (!head || body.length === 0) {
    throw unreadable(file, 'it has no products in it: a heading and one line for each product are needed');
  }
  const { columns, unknown } = columnsByHeading(head.cells, HEADINGS);
  if (columns.sku === undefined) {
    throw unreadable(
      file,
      `its first line names no column with SKUs; it reads: ${head.cells.join(', ').slice(0, 200)}`,
    );
  }
  const named = unknown.filter((name) => !LEFT_OUT.has(name.toUpperCase()));
  const rows: CatalogFile['rows'][number][] = [];
  const rejected: FailedRow[] = [];
  for (const row of body) {
    const fields = Object.fromEntries(
      Object.entries(columns).map(([field, at]) => [field, row.cells[at as number] ?? '']),
    );
    const detail = beyondHeadings(row, head.cells.length) ?? textFault(fields);
    if (detail === undefined) rows.push({ line: row.line, fields });
    else rejected.push({ line: row.line, sku: redactCardNumbers(printableLine(fields.sku ?? '')), detail });
  }
  return {
    rows,
    rejected,
    notes: [...table.notes, ...(named.length > 0 ? [`Columns that are not read: ${named.join(', ')}.`] : [])],
  };
}
