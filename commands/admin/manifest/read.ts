/** Manifests: files of parcels, whatever their columns are called. A row that cannot be read spoils no other. */
import { Refusal } from '../../../src/errors.ts';
import type { ManifestRow } from '../../../src/fulfillment/plan-fulfillment.ts';
import {
  beyondHeadings,
  columnsByHeading,
  type Headings,
  isHeading,
  plainHeading,
  readTable,
  type TableRow,
  textFault,
} from '../../../src/imports/read-table.ts';
import { printableLine } from '../../../src/lib/foreign-text.ts';
import { parseOrderNumber } from '../../../src/lib/order-number.ts';
import { parseLines } from '../../cli/values.ts';

type Field = 'order' | 'tracking' | 'carrier' | 'items';

const HEADINGS: Headings<Field> = {
  order: [
    'order', 'ordernumber', 'orderno', 'orderid', 'reference', 'ref', 'bestellung', 'bestellnummer', 'bestellnr',
    'auftrag', 'auftragsnummer', 'auftragsnr', 'referenz', 'kundenreferenz', 'customerreference',
  ],
  tracking: [
    'tracking', 'trackingnumber', 'trackingno', 'trackingcode', 'trackingid', 'parcel', 'parcelnumber', 'awb', 'sendung',
    'sendungsnummer', 'sendungsnr', 'paketnummer', 'paketnr', 'trackingnummer', 'shipmentnumber', 'identcode',
  ],
  carrier: ['carrier', 'courier', 'carriercode', 'versand', 'versanddienst', 'versanddienstleister', 'paketdienst', 'frachtfuhrer'],
  items: ['items', 'lines', 'artikel', 'positionen', 'inhalt', 'contents'],
}; // biome-ignore format: lists of words

export interface Manifest {
  readonly rows: readonly ManifestRow[];
  /** What was found out about the file. */
  readonly notes: readonly string[];
}

/**
 * Reads a manifest. `mapping` is `order=A,tracking=C` with column letters, or with the file's own column names. Throws
 * `file_unreadable` and `usage` that say what is wrong and where.
 */
export function readManifest(bytes: Buffer, file: string, mapping: string | undefined): Manifest {
  const table = readTable(bytes, file, isHeading(HEADINGS));
  const [first] = table.rows;
  if (!first)
    throw new Refusal('file_unreadable', `${file} is empty: an order number and a tracking number a row are needed.`);
  // A file without headings is a file all the same: its first row holds an order.
  const headless = first.cells.some((cell) => parseOrderNumber(cell) !== undefined);
  const head = headless ? first.cells.map(() => '') : first.cells;
  const { columns: found, unknown } = headless ? guessColumns(first.cells) : columnsByHeading(head, HEADINGS);
  const columns = { ...found, ...mapped(first.cells, mapping) };
  if (columns.order === undefined || columns.tracking === undefined) {
    const missing = columns.order === undefined ? 'order numbers' : 'tracking numbers';
    throw new Refusal(
      'file_unreadable',
      `${file}: no column holds ${missing}; say which with --map order=A,tracking=B. Its first line reads: ${first.cells.join(', ').slice(0, 200)}.`,
    );
  }
  const body = headless ? table.rows : table.rows.slice(1);
  const mappedAway = new Set(Object.values(columns));
  const left = unknown.filter((name) => !mappedAway.has(first.cells.indexOf(name)));
  return {
    rows: body
      .map((row) => rowOf(row, columns, first.cells.length))
      .filter(({ order, tracking_number }) => order !== '' || tracking_number !== ''),
    notes: [
      ...table.notes,
      ...(headless ? [`${file} has no headings: its first row is a parcel.`] : []),
      ...(left.length > 0 ? [`Columns that are not read: ${left.join(', ')}.`] : []),
    ],
  };
}

/** Without headings the order is where an order number is, and the parcel's number is beside it. */
function guessColumns(cells: readonly string[]): {
  columns: Partial<Record<Field, number>>;
  unknown: readonly string[];
} {
  const order = cells.findIndex((cell) => parseOrderNumber(cell) !== undefined);
  const tracking = cells.findIndex((cell, index) => index !== order && /\d{5}/.test(cell) && cell.length >= 8);
  return { columns: { order, ...(tracking >= 0 ? { tracking } : {}) }, unknown: [] };
}

function rowOf(row: TableRow, columns: Partial<Record<Field, number>>, width: number): ManifestRow {
  // `'ORD-…` is how a spreadsheet keeps a text from being a number.
  const value = (field: Field): string => (row.cells[columns[field] ?? -1] ?? '').trim().replace(/^'/, '');
  const [order, tracking_number, items] = [value('order'), value('tracking'), value('items')];
  const carrier = value('carrier') || undefined;
  const detail = beyondHeadings(row, width) ?? blankFault(order, tracking_number) ?? textFault({ order, items });
  const shown =
    detail === undefined
      ? { order, tracking_number }
      : { order: printableLine(order), tracking_number: printableLine(tracking_number) };
  const base = { row: row.line, ...shown, carrier: carrier === undefined ? undefined : printableLine(carrier) };
  if (detail !== undefined) return { ...base, fault: `the row ${detail}` };
  if (!items) return base;
  try {
    return { ...base, items: parseLines(items.replaceAll(/[;|]/g, ','), 'items') };
  } catch (error) {
    return { ...base, fault: (error as Error).message };
  }
}

function blankFault(order: string, tracking: string): string | undefined {
  if (order === '') return 'has an empty cell where its order should be';
  return tracking === '' ? 'has an empty cell where its tracking number should be' : undefined;
}

function mapped(cells: readonly string[], mapping: string | undefined): Partial<Record<Field, number>> {
  const columns: Partial<Record<Field, number>> = {};
  for (const part of mapping?.split(',') ?? []) {
    const [field = '', column = ''] = part.split('=').map((text) => text.trim());
    if (!(field in HEADINGS)) {
      throw new Refusal('usage', `--map: "${field}" is none of ${Object.keys(HEADINGS).join(', ')}.`);
    }
    columns[field as Field] = columnAt(cells, column);
  }
  return columns;
}

/** A column by its heading, its letter, or its number from 1. */
function columnAt(cells: readonly string[], column: string): number {
  const byName = cells.map(plainHeading).indexOf(plainHeading(column));
  const byPlace = /^[A-Z]$/i.test(column) ? column.toUpperCase().charCodeAt(0) - 'A'.charCodeAt(0) : Number(column) - 1;
  const at = byName >= 0 && plainHeading(column) !== '' ? byName : byPlace;
  if (Number.isInteger(at) && at >= 0 && at < cells.length) return at;
  const last = String.fromCharCode('A'.charCodeAt(0) + cells.length - 1);
  throw new Refusal(
    'usage',
    `--map: there is no column "${column}"; columns are A to ${last}, or 1 to ${cells.length}, or go by their headings. The first line reads: ${cells.join(', ').slice(0, 200)}.`,
  );
}
