/**
 * Tables as spreadsheets and other programs write them: any encoding, one delimiter for a file, headings in the usual words of
 * English and German exports. What was found out is said, so that nothing is guessed in silence.
 */
import { parse } from 'csv-parse/sync';
import { Refusal } from '../errors.ts';
import { findCardNumbers, MAY_LOOK_LIKE_CARDS } from '../lib/card-number.ts';
import { cleanInput } from '../lib/clean-input.ts';

export interface TableRow {
  /** The line of the file it begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableFile {
  /** Every row that is not blank, the heading among them. */
  readonly rows: readonly TableRow[];
  /** What was found out about the file, for whoever gave it. */
  readonly notes: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const NAMES: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/**
 * Reads a file. `known` says whether a cell is a heading that is looked for: the delimiter that shows most of them is the
 * file's. Throws Refusal `file_unreadable`.
 */
export function readTable(bytes: Buffer, file: string, known: (cell: string) => boolean = () => false): TableFile {
  const { text, encoding } = decode(bytes);
  if (text.includes('\u0000')) throw unreadable(file, 'it is not a text; save it as CSV');
  const said = /^sep=(.)\r?\n/i.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  const firstLine = said ? 2 : 1;
  const delimiter = said?.[1] ?? findDelimiter(body, known);
  const notes = [
    ...(encoding === 'UTF-8' ? [] : [`${file} is read as ${encoding}.`]),
    ...(delimiter === ',' ? [] : [`Its cells are separated by ${NAMES[delimiter] ?? `"${delimiter}"`}.`]),
  ];
  return { rows: parseRows(body, delimiter, { file, firstLine }), notes };
}

function decode(bytes: Buffer): { readonly text: string; readonly encoding: string } {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark.startsWith('efbbbf')) return { text: new TextDecoder().decode(bytes), encoding: 'UTF-8' };
  if (mark.startsWith('fffe')) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  if (mark.startsWith('feff')) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' };
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}

/** UTF-16 without a mark: every other byte of Latin letters is zero. */
function wideEncoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 1000);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even < odd / 4) return 'utf-16le';
  return even > sample.length / 4 && odd < even / 4 ? 'utf-16be' : undefined;
}

/** The delimiter that shows the most known headings; else the one by which the first lines have the same, largest, number of cells. */
function findDelimiter(text: string, known: (cell: string) => boolean): string {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const scored = DELIMITERS.map((delimiter) => {
    const cells = lines.map((line) => cellsOf(line, delimiter));
    const headings = (cells[0] ?? []).filter(known).length;
    const width = cells[0]?.length ?? 1;
    const even = cells.every((row) => row.length === width);
    return { delimiter, headings, width, even };
  });
  scored.sort((a, b) => b.headings - a.headings || Number(b.even) - Number(a.even) || b.width - a.width);
  return scored[0]?.delimiter ?? ',';
}

/** The cells of one line, roughly: quoted delimiters count as text. */
const cellsOf = (line: string, delimiter: string): string[] =>
  line
    .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replaceAll(delimiter, '\u0001'))
    .split(delimiter)
    .map((cell) => unwrap(cell.replace(/^\s*"(.*)"\s*$/s, '$1')));

interface Place {
  readonly file: string;
  readonly firstLine: number;
}

function parseRows(text: string, delimiter: string, { file, firstLine }: Place): TableRow[] {
  let records: readonly { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as never;
  } catch (error) {
    throw unreadable(file, (error as Error).message.replace(/\.$/, ''));
  }
  return records
    .map(({ record, info }) => {
      const cells = record.map(unwrap);
      // The parser says where a record ends; one whose cells hold line breaks began above.
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g) ?? []).length, 0);
      return { line: info.lines + firstLine - 1 - breaks, cells };
    })
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** `="123"` and `'123` are how spreadsheets are kept from changing a text. */
const unwrap = (cell: string): string =>
  cell
    .trim()
    .replace(/^"?="+(.*?)"*$/s, '$1')
    .replace(/^'(?=[=+\-@\d＝＋－＠])/, '')
    .trim();

/** What is wrong with a row that has more in it than its file has headings; undefined when nothing is. */
export function beyondHeadings({ cells }: TableRow, width: number): string | undefined {
  const extra = cells.slice(width).filter((cell) => cell !== '');
  if (extra.length === 0) return undefined;
  return `has ${cells.length} cells under ${width} headings ("${extra[0]}" is one too many): a text with a separator in it goes in quotes`;
}

/** Why the texts of a row cannot be taken, as `field reason`; undefined when they can. */
export function textFault(fields: Readonly<Record<string, string>>): string | undefined {
  const [fault] = cleanInput(fields).faults;
  if (fault) return `${fault.pointer.slice(1)} ${fault.detail}`;
  const [card] = findCardNumbers(fields, MAY_LOOK_LIKE_CARDS);
  return card && `${card.slice(1)} looks like a card number`;
}

export const unreadable = (file: string, why: string): Refusal =>
  new Refusal('file_unreadable', `${file} cannot be read: ${why}.`);

/** A heading in the form in which it is compared: letters and digits, without accents. */
export const plainHeading = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');

/** Fields, and the words their columns go by, in the form of plainHeading. */
export type Headings<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** Which column holds which field. A column that is there twice counts once, the first time. */
export function columnsByHeading<Field extends string>(
  cells: readonly string[],
  headings: Headings<Field>,
): { readonly columns: Partial<Record<Field, number>>; readonly unknown: readonly string[] } {
  const plain = cells.map(plainHeading);
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, words] of Object.entries(headings) as [Field, readonly string[]][]) {
    const at = words.map((word) => plain.indexOf(word)).find((index) => index >= 0);
    if (at !== undefined) columns[field] = at;
  }
  const used = new Set(Object.values(columns));
  return { columns, unknown: cells.filter((cell, index) => cell !== '' && !used.has(index)) };
}

export const isHeading =
  <Field extends string>(headings: Headings<Field>) =>
  (cell: string): boolean =>
    Object.values<readonly string[]>(headings).some((words) => words.includes(plainHeading(cell)));
