import { EXIT, Refusal } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { type Packing, packingOf, type Scanned, scan } from '../../src/fulfillment/packing.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm, need } from '../cli/prompt.ts';
import type { Session } from '../cli/session.ts';

export const command = defineCommand({
  args: [{ name: 'order', about: 'order number or id; its slip can be scanned' }],
  options: [
    { flags: '--scan', about: 'scan each unit: barcode or SKU and Enter; an empty line ends' },
    { flags: '-t, --tracking <number>', about: 'ship it with this number once it is complete' },
    { flags: '--slip <file>', about: 'print the packing slip (PDF) once it is complete' },
  ],
  examples: ['admin pack ORD-7K2M-X9QD4 --scan', 'admin pack 7k2mx9qd4 --scan --slip slip.pdf < scans.txt'],
  async run(session, [order = ''], options) {
    const context = await session.context();
    let packing = await packingOf(context, { order });
    if (options.scan === true) packing = await scanAll(session, packing);
    else session.io.show(progressText(session, packing));
    if (!packing.complete) {
      if (options.scan === true)
        session.io.say('Not complete; nothing was recorded. Start again when the rest is there.');
      return options.scan === true ? EXIT.conflict : undefined;
    }
    await offerToShip(session, packing, options.tracking);
    const offered = session.mayAsk && !session.yes && (await confirm(session, 'Print its slip?'));
    const file = options.slip ?? (offered ? `${packing.order_number}.pdf` : undefined);
    if (file) await printSlip(session, packing.order_number, file);
  },
});

/** Every line that comes in is a scan, and is answered at once. */
async function scanAll(session: Session, start: Packing): Promise<Packing> {
  const { io } = session;
  const { createInterface } = await import('node:readline');
  const context = await session.context();
  let packing = start;
  io.show(progressText(session, packing));
  // Last: from here on lines may come, and none may be missed.
  const lines = createInterface({ input: io.surroundings.stdin, terminal: false });
  for await (const line of lines) {
    const code = line.trim();
    if (code === '') break;
    const scanned = await scan(context, { packing, barcode: code });
    packing = scanned.packing;
    io.show(answerText(session, scanned));
    if (packing.complete) break;
  }
  lines.close();
  return packing;
}

function answerText({ io }: Session, { verdict, code, name, belongs_to, packing }: Scanned): string {
  const left = packing.lines.reduce((sum, line) => sum + line.quantity - line.packed, 0);
  if (verdict === 'packed') {
    const more = left === 0 ? 'complete' : `${left} to go`;
    return `${io.color.green('✓')} ${name} (${more})`;
  }
  const where = belongs_to.length > 0 ? `it belongs to ${belongs_to.join(', ')}` : 'no order of yours needs it';
  if (verdict === 'enough') return `${io.color.red('✗ ENOUGH')} ${name}: all of it is packed already; ${where}`;
  if (verdict === 'wrong') return `${io.color.red('✗ WRONG')} ${name}: not in ${packing.order_number}; ${where}`;
  return `${io.color.red('✗ UNKNOWN')} ${code}: no product has this barcode or SKU`;
}

function progressText({ io }: Session, { order_number, lines }: Packing): string {
  const rows = lines.map(({ sku, name, quantity, packed }) => {
    const mark = packed >= quantity ? io.color.green('✓') : '·';
    return `${mark} ${packed}/${quantity}  ${sku.padEnd(14)} ${name}`;
  });
  return [io.color.bold(order_number), ...rows].join('\n');
}

async function printSlip(session: Session, order: string, file: string): Promise<void> {
  const { writeSlips } = await import('../../src/papers/papers.ts');
  const { paperOptions } = await import('./paper.ts');
  const { getOrder } = await import('../../src/orders/read/get-order.ts');
  await writeSlips([await getOrder(await session.context(), { order })], await paperOptions(session, file, '4x6'));
  session.io.say(`Slip in ${file}`);
}

async function offerToShip(session: Session, packing: Packing, given: string | undefined): Promise<void> {
  const { io } = session;
  io.out(`${io.color.green('✓')} ${packing.order_number} is complete.`);
  if (given === undefined && !(session.mayAsk && (await confirm({ ...session, yes: false }, 'Ship it now?')))) {
    io.say(`Ship it with: orders admin fulfill ${packing.order_number} --tracking NUMBER`);
    return;
  }
  const tracking_number = await need(session, { given, flag: '--tracking', question: 'Tracking number?' });
  const view = await fulfillOrder(await session.context(), { order: packing.order_number, tracking_number });
  if (view.shipments.length === 0) throw new Refusal('bug', 'The order was not shipped.');
  io.out(`${io.color.green('✓')} ${view.order_number} ${view.status} with ${view.shipments.at(-1)?.tracking_number}`);
}
