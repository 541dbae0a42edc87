/** The frame of papers: sizes, fonts that have the letters, tables that break between rows. */
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { ShopIdentity } from '../lib/shop-identity.ts';

/** In points, of which an inch has 72. */
const SIZES = { a4: [595.28, 841.89], '4x6': [288, 432] } as const;
export type PaperSize = keyof typeof SIZES;
export const isPaperSize = (text: string): text is PaperSize => Object.hasOwn(SIZES, text);

const load = createRequire(import.meta.url);
/** Latin, Greek and Cyrillic. Scripts beyond need fonts of the shop's own (`fonts`). */
const DEJAVU = 'dejavu-fonts-ttf/ttf/DejaVuSans';

export interface PaperOptions {
  readonly file: string;
  readonly size: PaperSize;
  /** Font files for letters that DejaVu Sans does not have. */
  readonly fonts: readonly string[];
  readonly shop: ShopIdentity;
}

type Weight = 'plain' | 'bold';

/** One document: what is drawn goes through `write`, which finds a font that has the letters. */
export interface Paper {
  readonly document: PDFKit.PDFDocument;
  readonly small: boolean;
  readonly margin: number;
  readonly width: number;
  readonly shop: ShopIdentity;
  /** Begins the pages of one paper; its title stands on each page but the first. */
  begin(title: string): void;
  /** Sets the font for a text, and notes letters that none has. */
  fontFor(text: string, weight: Weight, size: number): void;
  write(text: string, weight: Weight, size: number): void;
}

/**
 * Writes a file. Resolves with the letters that no font has, by the title of the paper they are on.
 */
export async function writePaper(
  { file, size, fonts, shop }: PaperOptions,
  draw: (paper: Paper) => Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  const [pageWidth, height] = SIZES[size];
  const small = size === '4x6';
  const margin = small ? 16 : 42;
  const document = new PDFDocument({
    size: [pageWidth, height],
    margin,
    autoFirstPage: false,
    info: { Title: 'orders' },
  });
  document.registerFont('plain', load.resolve(`${DEJAVU}.ttf`));
  document.registerFont('bold', load.resolve(`${DEJAVU}-Bold.ttf`));
  for (const [index, font] of fonts.entries()) document.registerFont(`own-${index}`, font);
  const own = fonts.map((_, index) => `own-${index}`);
  const missing = new Map<string, string>();
  let title = '';
  document.on('pageAdded', () => {
    if (pages > 0)
      document
        .font('plain')
        .fontSize(8)
        .text(`${title}, page ${pages + 1}`)
        .moveDown(0.5);
    pages += 1;
  });
  let pages = 0;
  const paper: Paper = {
    ...{ document, small, margin, width: pageWidth - 2 * margin, shop },
    begin(name) {
      title = name;
      pages = 0;
      document.addPage();
    },
    fontFor(text, weight, points) {
      const { font, lacking } = choose(document, [weight, ...own], text);
      document.font(font).fontSize(points);
      if (lacking === '') return;
      const letters = new Set([...(missing.get(title) ?? ''), ...lacking]);
      missing.set(title, [...letters].slice(0, MOST_LETTERS).join(''));
    },
    write(text, weight, points) {
      for (const line of text.split('\n')) {
        paper.fontFor(line, weight, points);
        document.text(line);
      }
    },
  };
  const into = createWriteStream(file);
  document.pipe(into);
  await draw(paper);
  document.end();
  await finished(into);
  return missing;
}

const MOST_LETTERS = 20;

/** The part of an embedded font that knows its letters. */
interface Glyphs {
  readonly _font: { readonly font?: { hasGlyphForCodePoint(point: number): boolean } };
}

/** Written from right to left, which the words of a line would have to follow: nobody should trust a label with them unseen. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The first font that has every letter of the text; else the one that lacks fewest. */
function choose(
  document: PDFKit.PDFDocument,
  fonts: readonly string[],
  text: string,
): { readonly font: string; readonly lacking: string } {
  let best = { font: fonts[0] as string, lacking: text };
  for (const font of fonts) {
    const { font: glyphs } = (document.font(font) as unknown as Glyphs)._font;
    const lacking = [...text]
      .filter((letter) => {
        const point = letter.codePointAt(0) as number;
        if (point < 0x20 || point === 0xfe0f || point === 0x200d) return false;
        return RIGHT_TO_LEFT.test(letter) || glyphs?.hasGlyphForCodePoint(point) === false;
      })
      .join('');
    if (lacking.length < best.lacking.length || best.lacking === text) best = { font, lacking };
    if (lacking === '') break;
  }
  return best;
}

export interface TableOptions {
  readonly widths: readonly number[];
  readonly size: number;
  /** The heading first. */
  readonly lines: readonly (readonly string[])[];
}

/** Rows in columns; a row that does not fit goes to the next page whole. */
export function rows(paper: Paper, { widths, size, lines }: TableOptions): void {
  const { document, margin } = paper;
  const bottom = document.page.height - margin;
  for (const [index, cells] of lines.entries()) {
    const weight = index === 0 ? 'bold' : 'plain';
    const height = Math.max(
      ...cells.map((cell, at) => {
        paper.fontFor(cell, weight, size);
        return document.heightOfString(cell, { width: (widths[at] ?? 0) - 4 });
      }),
    );
    if (document.y + height > bottom) document.addPage();
    const y = document.y;
    let x = margin;
    for (const [at, cell] of cells.entries()) {
      paper.fontFor(cell, weight, size);
      document.text(cell, x, y, { width: (widths[at] ?? 0) - 4 });
      x += widths[at] ?? 0;
    }
    document.x = margin;
    document.y = y + height + 3;
    const line = document.y - 1.5;
    document.moveTo(margin, line).lineTo(x, line).lineWidth(0.4).strokeColor('#bbbbbb').stroke();
  }
}
