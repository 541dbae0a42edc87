/** Papers of the warehouse as PDF: pick lists and packing slips, readable on A4 and on 4×6 inch labels. */

import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { finished } from 'node:stream/promises';
import bwip from 'bwip-js/node';
import PDFDocument from 'pdfkit';
import type { Wave } from '../fulfillment/waves.ts';
import { localDay, localMinute } from '../lib/time.ts';
import type { OrderView } from '../orders/wire/shapes.ts';

/** In points, of which an inch has 72. */
const SIZES = { a4: [595.28, 841.89], '4x6': [288, 432] } as const;
export type PaperSize = keyof typeof SIZES;
export const isPaperSize = (text: string): text is PaperSize => Object.hasOwn(SIZES, text);

const load = createRequire(import.meta.url);
/** Latin, Greek and Cyrillic. Scripts beyond need a font of the shop's own (`font`). */
const DEJAVU = 'dejavu-fonts-ttf/ttf/DejaVuSans';

interface Paper {
  readonly document: PDFKit.PDFDocument;
  readonly small: boolean;
  readonly margin: number;
  readonly width: number;
}

export interface PaperOptions {
  readonly file: string;
  readonly size: PaperSize;
  /** A font file for names that DejaVu Sans cannot write. */
  readonly font: string | undefined;
}

async function write({ file, size, font }: PaperOptions, draw: (paper: Paper) => Promise<void>): Promise<void> {
  const [width, height] = SIZES[size];
  const small = size === '4x6';
  const margin = small ? 16 : 42;
  const document = new PDFDocument({ size: [width, height], margin, autoFirstPage: false, info: { Title: 'orders' } });
  document.registerFont('plain', font ?? load.resolve(`${DEJAVU}.ttf`));
  document.registerFont('bold', font ?? load.resolve(`${DEJAVU}-Bold.ttf`));
  const into = createWriteStream(file);
  document.pipe(into);
  await draw({ document, small, margin, width: width - 2 * margin });
  document.end();
  await finished(into);
}

/** One slip for each order, each on pages of its own, with the number as Code 128. */
export const writeSlips = (orders: readonly OrderView[], options: PaperOptions): Promise<void> =>
  write(options, async (paper) => {
    for (const order of orders) await drawSlip(paper, order);
  });

async function drawSlip({ document, small, margin, width }: Paper, order: OrderView): Promise<void> {
  document.addPage();
  const text = small ? 8 : 10;
  document
    .font('bold')
    .fontSize(small ? 13 : 18)
    .text(order.order_number);
  document.image(await barcode(order.order_number), { width: Math.min(width, small ? 200 : 230) });
  document.moveDown(0.5);
  const { shipping_address: to } = order;
  const place = [to.postal_code, to.city, to.region].filter(Boolean).join(' ');
  const address = [to.name, to.company, to.line1, to.line2, place, to.country].filter((line) => line !== undefined);
  document.font('plain').fontSize(text).text(address.join('\n'));
  document
    .moveDown(0.5)
    .fontSize(text - 1)
    .text(`Ordered ${localDay(order.placed_at)} · ${order.shipping_method} · ${order.customer.email}`);
  document.moveDown(0.7);
  const quantity = small ? 28 : 40;
  const sku = small ? 70 : 110;
  rows(document, {
    margin,
    widths: [quantity, sku, width - quantity - sku],
    size: text,
    lines: [
      ['Qty', 'SKU', 'Product'],
      ...order.items
        .map((item) => ({ ...item, left: item.quantity - item.cancelled_quantity }))
        .filter(({ left }) => left > 0)
        .map(({ left, sku: code, name }): string[] => [String(left), code, name]),
    ],
  });
  if (order.order_notes) document.moveDown(0.5).font('plain').fontSize(text).text(`Note: ${order.order_notes}`, margin);
}

/** The order number as Code 128: dark enough and quiet enough for any scanner. */
const barcode = (text: string): Promise<Buffer> =>
  bwip.toBuffer({
    bcid: 'code128',
    text,
    scale: 4,
    height: 11,
    includetext: false,
    paddingwidth: 10,
    backgroundcolor: 'FFFFFF',
  });

/** A wave's pick list: one walk through the bins, with a box to tick. */
export const writePickList = (wave: Wave, options: PaperOptions): Promise<void> =>
  write(options, async ({ document, small, margin, width }) => {
    document.addPage();
    const text = small ? 8 : 10;
    document
      .font('bold')
      .fontSize(small ? 12 : 16)
      .text(`Pick list · ${wave.orders.length} orders`);
    document
      .font('plain')
      .fontSize(text)
      .text(`${wave.clerk.replace(/^staff:/, '')}, until ${localMinute(wave.expires_at).slice(11)}`);
    document.moveDown(0.7);
    const widths = small ? [18, 44, 28, 70, width - 160] : [24, 70, 40, 110, width - 244];
    rows(document, {
      margin,
      widths,
      size: text,
      lines: [
        ['', 'Bin', 'Qty', 'SKU', 'Product, for orders'],
        ...wave.picks.map(({ bin, quantity, sku, name, orders }) => [
          '□',
          bin || '–',
          String(quantity),
          sku,
          `${name}\n${orders.map((order) => `#${order.position}: ${order.quantity}`).join('  ')}`,
        ]),
      ],
    });
    document.moveDown(1).font('bold').fontSize(text).text('Orders', margin);
    for (const { position, order_number, units, customer } of wave.orders) {
      document.font('plain').text(`#${position}  ${order_number}  ${units} units  ${customer}`);
    }
  });

/** Rows in columns; a row that does not fit goes to the next page whole. */
function rows(
  document: PDFKit.PDFDocument,
  {
    margin,
    widths,
    size,
    lines,
  }: {
    readonly margin: number;
    readonly widths: readonly number[];
    readonly size: number;
    readonly lines: readonly (readonly string[])[];
  },
): void {
  const bottom = document.page.height - margin;
  for (const [index, cells] of lines.entries()) {
    document.font(index === 0 ? 'bold' : 'plain').fontSize(size);
    const height = Math.max(
      ...cells.map((cell, at) => document.heightOfString(cell, { width: (widths[at] ?? 0) - 4 })),
    );
    if (document.y + height > bottom) document.addPage();
    const y = document.y;
    let x = margin;
    for (const [at, cell] of cells.entries()) {
      document.text(cell, x, y, { width: (widths[at] ?? 0) - 4 });
      x += widths[at] ?? 0;
    }
    document.x = margin;
    document.y = y + height + 3;
    const line = document.y - 1.5;
    document.moveTo(margin, line).lineTo(x, line).lineWidth(0.4).strokeColor('#bbbbbb').stroke();
  }
}
