/** A wave's pick list as PDF: one walk through the bins, with a box to tick. */
import type { Wave } from '../fulfillment/waves.ts';
import { localMinute } from '../lib/time.ts';
import { type PaperOptions, rows, writePaper } from './paper.ts';

/** Resolves with the letters that no font has. */
export const writePickList = (wave: Wave, options: PaperOptions): Promise<ReadonlyMap<string, string>> =>
  writePaper(options, async (paper) => {
    const { document, small, width, margin } = paper;
    paper.begin('Pick list');
    const text = small ? 8 : 10;
    paper.write(`Pick list · ${counted(wave.orders.length, 'order')}`, 'bold', small ? 12 : 16);
    const until = localMinute(wave.expires_at).slice(11);
    paper.write(`${wave.clerk.replace(/^staff:/, '')}, until ${until}`, 'plain', text);
    document.moveDown(0.7);
    rows(paper, {
      widths: small ? [18, 44, 28, 70, width - 160] : [24, 70, 40, 110, width - 244],
      size: text,
      lines: [
        ['', 'Bin', 'Qty', 'SKU', 'Product, for orders'],
        ...wave.picks.map(({ bin, quantity, sku, name, orders }) => [
          '□',
          bin || '–',
          String(quantity),
          sku,
          // A place and its number stay on one line.
          `${name}\n${orders.map((order) => `#${order.position}:\u00a0${order.quantity}`).join('  ')}`,
        ]),
      ],
    });
    document.moveDown(1);
    document.x = margin;
    paper.write('Orders', 'bold', text);
    for (const { position, order_number, units, customer } of wave.orders) {
      paper.write(`#${position}  ${order_number}  ${counted(units, 'unit')}  ${customer}`, 'plain', text);
    }
  });

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
