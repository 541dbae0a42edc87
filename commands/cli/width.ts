/** How wide text is on a terminal: wide characters take two cells, and what is cut is cut between characters. */
import { createRequire } from 'node:module';

const segments = new Intl.Segmenter();

const load = createRequire(import.meta.url);
let measure: ((text: string) => number) | undefined;

/** Plain text is as wide as it is long; the library, with its tables, is loaded for the rest. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  measure ??= load('string-width') as (text: string) => number;
  return measure(text);
}

/** At most `width` cells of a text; what was cut off shows as …. Colours are not expected in it. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segments.segment(text)) {
    const cells = widthOf(segment);
    if (used + cells > width - 1) break;
    kept += segment;
    used += cells;
  }
  return `${kept}…`;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Colours take no cells. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Breaks lines wider than `width` between words; what goes on is indented. Words wider than that stay whole. */
export const wrap = (text: string, width: number, indent = 4): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, width, ' '.repeat(indent)))
    .join('\n');

function wrapLine(line: string, width: number, indent: string): string {
  const cells = (part: string) => widthOf(part.replace(COLOURS, ''));
  if (cells(line) <= width) return line;
  const lines: string[] = [];
  let held = '';
  for (const word of line.split(' ')) {
    const longer = held === '' ? word : `${held} ${word}`;
    if (held.trim() === '' || cells(longer) <= width) {
      held = longer;
    } else {
      lines.push(held.trimEnd());
      held = indent + word;
    }
  }
  return [...lines, held].join('\n');
}
