/** Packing slips as PDF: one for each order or parcel, readable on A4 and on 4×6 inch labels, with the number as Code 128. */
import { existsSync } from 'node:fs';
import bwip from 'bwip-js/node';
import type { Slip } from '../fulfillment/slip.ts';
import { countryName } from '../lib/country.ts';
import { localDay } from '../lib/time.ts';
import { type Paper, type PaperOptions, rows, writePaper } from './paper.ts';

/** Resolves with the letters that no font has, by order number. */
export const writeSlips = (slips: readonly Slip[], options: PaperOptions): Promise<ReadonlyMap<string, string>> =>
  writePaper(options, async (paper) => {
    for (const slip of slips) await drawSlip(paper, slip);
  });

async function drawSlip(paper: Paper, slip: Slip): Promise<void> {
  const { document, small, width } = paper;
  paper.begin(slip.order_number);
  const text = small ? 8 : 10;
  drawSender(paper);
  const marks = [slip.position === null ? '' : `#${slip.position}`, express(slip)].filter(Boolean);
  paper.write([slip.order_number, ...marks].join('   '), 'bold', small ? 13 : 18);
  document.image(await barcode(slip.order_number), { width: Math.min(width, small ? 200 : 230) });
  document.moveDown(0.5);
  const { address: to } = slip;
  const place = [to.postal_code, to.city, to.region].filter(Boolean).join(' ');
  const lines = [to.name, to.company, to.line1, to.line2, place, countryName(to.country)];
  paper.write(lines.filter((line) => line !== undefined).join('\n'), 'plain', text + 1);
  document.moveDown(0.5);
  const parcel = slip.parcel ? ` · Parcel ${slip.parcel}` : '';
  paper.write(`Ordered ${localDay(slip.placed_at)} · ${slip.shipping_method}${parcel}`, 'plain', text - 1);
  document.moveDown(0.7);
  drawLines(paper, slip, text);
  if (slip.notes) {
    document.moveDown(0.5);
    paper.write(`Note: ${slip.notes}`, 'plain', text);
  }
}

/** Anything but the usual way stands out: it goes first. */
const express = ({ shipping_method }: Slip): string =>
  shipping_method === 'standard' ? '' : shipping_method.toUpperCase();

function drawSender(paper: Paper): void {
  const { document, shop, small } = paper;
  if (shop.logo && existsSync(shop.logo)) {
    try {
      document.image(shop.logo, { height: small ? 20 : 32 });
      document.moveDown(0.3);
    } catch {
      // A picture that cannot be read is no reason for a parcel to stay.
    }
  }
  const sender = [shop.name, ...shop.address].filter(Boolean).join(' · ');
  if (sender === '') return;
  paper.write(sender, 'plain', small ? 7 : 8);
  document.moveDown(0.5);
}

function drawLines(paper: Paper, slip: Slip, size: number): void {
  const { small, width } = paper;
  const withBins = slip.lines.some(({ bin }) => bin !== '');
  const [quantity, bin, sku] = [small ? 28 : 40, withBins ? (small ? 44 : 70) : 0, small ? 70 : 110];
  const cells = (line: readonly [string, string, string, string]) => (withBins ? line : [line[0], line[2], line[3]]);
  rows(paper, {
    widths: cells([`${quantity}`, `${bin}`, `${sku}`, `${width - quantity - bin - sku}`]).map(Number),
    size,
    lines: [
      cells(['Qty', 'Bin', 'SKU', 'Product']),
      ...slip.lines.map((line) => cells([String(line.quantity), line.bin || '–', line.sku, line.name])),
    ],
  });
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
