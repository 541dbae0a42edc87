/** Turning rows and records into text: tables for people, JSON and CSV for programs, ids for pipes. */
import Table from 'cli-table3';
import { plainMoney, showMoney } from '../../src/lib/money.ts';
import { type Instant, localMinute } from '../../src/lib/time.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';
import { cut, widthOf } from './width.ts';

export interface Column<Row> {
  readonly title: string;
  /** What a person sees. */
  show(row: Row): string;
  /** What a CSV file holds, when that is something else. */
  plain?(row: Row): string | number | null;
  readonly right?: boolean;
  /** How narrow it may become when the terminal is; others keep their width. */
  readonly least?: number;
  /** Whether it is left out when nothing else helps. */
  readonly spare?: boolean;
  /** Only in files that other programs read, never on a terminal. */
  readonly only?: 'files';
}

const GAP = 2;

const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((part) => [part, '']),
);

/** Rows in columns, without borders, so that what is piped can be cut by column; never wider than a terminal. */
export function table<Row>(io: Io, rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const fitted = fitColumns(io, rows, columns);
  const made = new Table({
    head: fitted.map(({ column: { title }, width }) => io.color.dim(cut(title, width))),
    colAligns: fitted.map(({ column: { right } }) => (right ? 'right' : 'left')),
    chars: { ...NO_BORDERS, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const row of rows) {
    made.push(fitted.map(({ column, width }) => (column.least ? cut(column.show(row), width) : column.show(row))));
  }
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

interface Fitted<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** The columns and widths that go into the terminal: spare columns go first, then the elastic ones shrink. */
function fitColumns<Row>(io: Io, rows: readonly Row[], columns: readonly Column<Row>[]): Fitted<Row>[] {
  let fitted = columns.map((column) => ({
    column,
    width: Math.max(widthOf(column.title), ...rows.map((row) => widthOf(column.show(row)))),
  }));
  if (!io.terminal) return fitted;
  const room = (list: readonly Fitted<Row>[]) =>
    io.width - list.reduce((sum, { column, width }) => sum + (column.least ?? width) + GAP, -GAP);
  while (room(fitted) < 0 && fitted.some(({ column }) => column.spare)) {
    const last = fitted.findLastIndex(({ column }) => column.spare);
    fitted = fitted.filter((_, index) => index !== last);
  }
  let left = Math.max(0, room(fitted));
  return fitted.map(({ column, width }) => {
    if (column.least === undefined) return { column, width };
    const more = Math.min(Math.max(0, width - column.least), left);
    left -= more;
    return { column, width: Math.min(width, column.least + more) };
  });
}

export interface ListOutput<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** The document of `--json`. */
  readonly json: unknown;
  /** What `--format ids` prints for a row. */
  id(row: Row): string;
  readonly empty: string;
}

/** Prints a list in the format asked for. */
export function printList<Row>({ io, format }: Session, list: ListOutput<Row>): void {
  const { rows, columns } = list;
  if (format === 'json') io.out(JSON.stringify(list.json, null, 2));
  else if (format === 'ids') for (const row of rows) io.out(list.id(row));
  else if (format === 'csv') for (const line of csvLines(rows, columns)) io.out(line);
  else if (rows.length === 0) io.say(list.empty);
  else
    io.out(
      table(
        io,
        rows,
        columns.filter(({ only }) => only === undefined),
      ),
    );
}

function csvLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const head = columns.map(({ title }) => csvField(title)).join(',');
  return [
    head,
    ...rows.map((row) => columns.map((column) => csvField(column.plain?.(row) ?? column.show(row))).join(',')),
  ];
}

/** Prints one thing: the document for programs, `text` for people. */
export function printRecord({ io, format }: Session, json: unknown, text: () => string): void {
  if (format === 'table') io.show(text());
  else io.out(JSON.stringify(json, null, 2));
}

/** One field: RFC 4180, and no field a spreadsheet would take for a formula. */
export function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  // Quoted against every list separator there is: what is one cell here is one cell in any country's spreadsheet.
  return /[",;\t|\n\r]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const money = (minor: number, currency: string): string => showMoney(minor, currency);
export const moneyPlain = (minor: number, currency: string): string => plainMoney(minor, currency);

/** Local time to the minute: `2026-01-31 14:05`. */
export function when(instant: Instant | null | undefined): string {
  return instant ? localMinute(instant) : '–';
}

const STATUS_COLORS: Readonly<Record<string, 'green' | 'yellow' | 'red' | 'cyan' | 'gray'>> = {
  pending: 'yellow',
  confirmed: 'cyan',
  processing: 'cyan',
  partially_shipped: 'cyan',
  shipped: 'green',
  delivered: 'green',
  failed: 'red',
  cancelled: 'gray',
  returned: 'gray',
};

export function status(io: Io, text: string): string {
  const color = STATUS_COLORS[text];
  return color ? io.color[color](text) : text;
}
