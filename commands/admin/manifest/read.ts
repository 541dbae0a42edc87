/** Manifests: CSV files of parcels, whatever their columns are called. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Refusal } from '../../../src/errors.ts';
import type { ManifestRow } from '../../../src/fulfillment/plan-fulfillment.ts';
import type { LineSelection } from '../../../src/orders/lines.ts';
import { parseLines } from '../../cli/values.ts';

type Field = 'order' | 'tracking' | 'carrier' | 'items';

/** What the columns are usually called, in lower case without spaces, dashes and underscores. */
const USUAL: Readonly<Record<Field, readonly string[]>> = {
  order: ['order', 'ordernumber', 'orderno', 'orderid', 'reference'],
  tracking: ['tracking', 'trackingnumber', 'trackingno', 'trackingcode', 'parcel'],
  carrier: ['carrier', 'courier'],
  items: ['items', 'lines'],
};

export interface Manifest {
  readonly rows: readonly ManifestRow[];
  /** The lines of a row that ships only some of an order. */
  readonly items: ReadonlyMap<number, LineSelection>;
}

/**
 * Reads a manifest. `mapping` is `order=A,tracking=C` with column letters, or with the file's own column names. Throws
 * `file_unreadable` and `usage` that say what is wrong and where.
 */
export function readManifest(file: string, mapping: string | undefined): Manifest {
  const records = parseFile(file);
  const [head = [], ...body] = records;
  const columns = columnsOf(head, mapping);
  if (columns.order === undefined || columns.tracking === undefined) {
    const missing = columns.order === undefined ? 'order numbers' : 'tracking numbers';
    throw new Refusal(
      'file_unreadable',
      `${file}: no column holds ${missing}; say which with --map order=A,tracking=B. There are: ${head.join(', ')}.`,
    );
  }
  const items = new Map<number, LineSelection>();
  const rows = body.map((record, index): ManifestRow => {
    const value = (field: Field) => (record[columns[field] ?? -1] ?? '').trim();
    const row = index + 2;
    if (value('items')) items.set(row, parseLines(value('items').replaceAll(';', ','), `row ${row}`));
    return { row, order: value('order'), tracking_number: value('tracking'), carrier: value('carrier') || undefined };
  });
  return { rows: rows.filter(({ order, tracking_number }) => order !== '' || tracking_number !== ''), items };
}

function parseFile(file: string): string[][] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal('file_unreadable', `${file} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return parse(text, { bom: true, delimiter: [',', ';', '\t'], relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new Refusal('file_unreadable', `${file}: ${(error as Error).message}.`);
  }
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

function columnsOf(head: readonly string[], mapping: string | undefined): Partial<Record<Field, number>> {
  const names = head.map(plain);
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, usual] of Object.entries(USUAL) as [Field, readonly string[]][]) {
    const at = names.findIndex((name) => usual.includes(name));
    if (at >= 0) columns[field] = at;
  }
  for (const part of mapping?.split(',') ?? []) {
    const [field = '', column = ''] = part.split('=').map((text) => text.trim());
    if (!(field in USUAL)) {
      throw new Refusal('usage', `--map: "${field}" is none of ${Object.keys(USUAL).join(', ')}.`);
    }
    columns[field as Field] = columnAt(names, column);
  }
  return columns;
}

function columnAt(names: readonly string[], column: string): number {
  const byName = names.indexOf(plain(column));
  const byLetter = /^[A-Z]$/.test(column) ? column.charCodeAt(0) - 'A'.charCodeAt(0) : -1;
  const at = byName >= 0 ? byName : byLetter;
  if (at >= 0 && at < names.length) return at;
  throw new Refusal('usage', `--map: there is no column "${column}"; there are: ${names.join(', ')}.`);
}
