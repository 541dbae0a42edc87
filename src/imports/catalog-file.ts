/** A catalogue as a file: which columns are which, and what each row says. */
import { columnsByHeading, type Headings, isHeading, readTable, unreadable } from './read-table.ts';

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
  return {
    rows: body.map(({ line, cells }) => ({
      line,
      fields: Object.fromEntries(
        Object.entries(columns).map(([field, at]) => [field, cells[at as number] ?? '']),
      ) as Partial<Record<CatalogField, string>>,
    })),
    notes: [...table.notes, ...(named.length > 0 ? [`Columns that are not read: ${named.join(', ')}.`] : [])],
  };
}
