/** What a packer reads: a glance has to do. */
import type { Packing, Scanned } from '../../../src/fulfillment/packing.ts';
import type { Session } from '../../cli/session.ts';

export function progressText({ io }: Session, { order_number, lines }: Packing): string {
  const rows = lines.map(({ sku, name, quantity, packed }) => {
    const mark = packed >= quantity ? io.color.green('✓') : '·';
    return `${mark} ${packed}/${quantity}  ${sku.padEnd(14)} ${name}`;
  });
  return [io.color.bold(order_number), ...rows].join('\n');
}

/** One line for one scan; what is wrong also rings. */
export function answerText({ io }: Session, { verdict, code, name, belongs_to, packing }: Scanned): string {
  const left = packing.lines.reduce((sum, line) => sum + line.quantity - line.packed, 0);
  if (verdict === 'packed') {
    const more = left === 0 ? 'complete' : `${left} to go`;
    return `${io.color.green('✓')} ${name} (${more})`;
  }
  const orders = belongs_to.map(({ order_number, position }) =>
    position === null ? order_number : `#${position} ${order_number}`,
  );
  const where = orders.length > 0 ? `it belongs to ${orders.join(', ')}` : 'no order of yours needs it';
  if (verdict === 'enough') return wrong(io, 'ENOUGH', `${name}: all of it is packed already; ${where}`);
  if (verdict === 'wrong') return wrong(io, 'WRONG', `${name}: not in ${packing.order_number}; ${where}`);
  return wrong(io, 'UNKNOWN', `${code}: no product has this bar code or SKU`);
}

const wrong = (io: Session['io'], word: string, why: string): string => `${io.color.red(`✗ ${word}`)} ${why}`;
