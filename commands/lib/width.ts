/** How wide text is on a terminal: wide characters take two cells, and what is cut is cut between characters. */
import stringWidth from 'string-width';

const segments = new Intl.Segmenter();

export const widthOf = (text: string): number => stringWidth(text);

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
