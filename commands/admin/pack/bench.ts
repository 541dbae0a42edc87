/**
 * The packing bench: units, then the label, then the next slip, each of them a scan that is answered at once. What was scanned
 * is kept, so whoever is called away goes on where they were.
 */
import { createInterface } from 'node:readline';
import { EXIT, isRefusal } from '../../../src/errors.ts';
import { fulfillOrder } from '../../../src/fulfillment/fulfill-order.ts';
import { type Packing, packingOf, packOrder, scan } from '../../../src/fulfillment/packing.ts';
import { nextInWave } from '../../../src/fulfillment/waves.ts';
import { parseOrderNumber } from '../../../src/lib/order-number.ts';
import type { Session } from '../../cli/session.ts';
import { answerText, progressText } from './text.ts';

interface BenchOptions {
  /** The order that number and file are for. */
  readonly order?: string | undefined;
  readonly tracking?: string | undefined;
  readonly slip?: string | undefined;
}

/** What the next scan is taken for. */
type Awaiting = 'unit' | 'label' | 'order';

interface Bench {
  readonly packing: Packing;
  readonly awaiting: Awaiting;
}

/** Takes scans until they end. Exit 5 when the order at hand is not complete. */
export async function packByScanning(session: Session, start: Packing, wanted: BenchOptions): Promise<number> {
  const options = { ...wanted, order: start.order_number };
  const { io } = session;
  io.show(progressText(session, start));
  const single = ({ awaiting }: Bench) => options.tracking !== undefined && awaiting === 'order';
  let bench: Bench = start.complete ? await completed(session, start, options) : { packing: start, awaiting: 'unit' };
  if (single(bench)) return EXIT.ok;
  const lines = createInterface({ input: io.surroundings.stdin, terminal: false });
  for await (const line of lines) {
    const code = line.trim();
    if (code.toLowerCase() === 'q') break;
    const next: Bench | undefined = await take(session, bench, { code, options });
    if (!next) break;
    bench = next;
    if (single(bench)) break;
  }
  lines.close();
  if (bench.awaiting !== 'unit') return EXIT.ok;
  const { order_number } = bench.packing;
  io.say(`Not complete. What was scanned is kept: orders admin pack ${order_number} --scan goes on.`);
  return EXIT.conflict;
}

/** What one scan leads to; undefined when the packer has had enough. A refusal is said, and the scan asked for again. */
async function take(
  session: Session,
  bench: Bench,
  { code, options }: { readonly code: string; readonly options: BenchOptions },
): Promise<Bench | undefined> {
  try {
    if (code === '') return await skipped(session, bench);
    const order = parseOrderNumber(code);
    if (order) return await another(session, bench, { order, options });
    if (bench.awaiting === 'label') return await labelled(session, bench.packing, code);
    if (bench.awaiting === 'unit') {
      const own = bench.packing.order_number === options.order ? options : {};
      return await scanned(session, bench.packing, { code, options: own });
    }
    warn(session, `${code} is no order number: scan a slip, or q ends`);
    return bench;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    warn(session, error.message);
    return bench;
  }
}

async function scanned(
  session: Session,
  { order_number }: Packing,
  { code, options }: { readonly code: string; readonly options: BenchOptions },
): Promise<Bench> {
  const answer = await scan(await session.context(), { order: order_number, barcode: code });
  session.io.show(answerText(session, answer));
  if (answer.verdict !== 'packed') ring(session);
  return answer.packing.complete
    ? completed(session, answer.packing, options)
    : { packing: answer.packing, awaiting: 'unit' };
}

async function completed(session: Session, packing: Packing, { tracking, slip }: BenchOptions): Promise<Bench> {
  await packOrder(await session.context(), { order: packing.order_number });
  session.io.show(`${session.io.color.green('✓')} ${packing.order_number} is complete.`);
  if (slip) await printSlip(session, packing.order_number, slip);
  if (tracking !== undefined) return labelled(session, packing, tracking);
  session.io.show('Scan the label, or Enter to ship it later.');
  return { packing, awaiting: 'label' };
}

/** The label has been scanned: the order ships. */
async function labelled(session: Session, packing: Packing, tracking: string): Promise<Bench> {
  await shipPacked(session, packing.order_number, tracking);
  return offerNext(session, packing);
}

/** Ships all that is left, and says so. Throws what `fulfillOrder` throws. */
export async function shipPacked(session: Session, order: string, tracking_number: string): Promise<void> {
  const view = await fulfillOrder(await session.context(), { order, tracking_number });
  const number = view.shipments.at(-1)?.tracking_number;
  session.io.out(`${session.io.color.green('✓')} ${view.order_number} ${view.status} with ${number}`);
}

async function offerNext(session: Session, packing: Packing): Promise<Bench> {
  const next = await nextInWave(await session.context(), { except: packing.order_number });
  const what = next ? `Enter for #${next.position} ${next.order_number}, or scan a slip` : 'Scan the next slip';
  session.io.show(`${what}; q ends.`);
  return { packing, awaiting: 'order' };
}

/** Enter: leaves the label for later, takes the next order of the wave, or ends an order that is not complete. */
async function skipped(session: Session, bench: Bench): Promise<Bench | undefined> {
  if (bench.awaiting === 'unit') return undefined;
  if (bench.awaiting === 'label') {
    session.io.show(`Ship it with: orders admin fulfill ${bench.packing.order_number} --tracking NUMBER`);
    return offerNext(session, bench.packing);
  }
  const next = await nextInWave(await session.context(), { except: bench.packing.order_number });
  return next ? opened(session, next.order_number, {}) : undefined;
}

/** Another slip: its own box. A number or a slip file named on the command line was meant for the first order alone. */
async function another(
  session: Session,
  bench: Bench,
  { order, options }: { readonly order: string; readonly options: BenchOptions },
): Promise<Bench> {
  if (order === bench.packing.order_number) return opened(session, order, options);
  if (options.tracking === undefined) return opened(session, order, {});
  warn(session, `${order} is another order, and --tracking is for ${bench.packing.order_number}: pack that one first`);
  return bench;
}

async function opened(session: Session, order: string, options: BenchOptions): Promise<Bench> {
  const packing = await packingOf(await session.context(), { order });
  session.io.show(progressText(session, packing));
  return packing.complete ? completed(session, packing, options) : { packing, awaiting: 'unit' };
}

function warn(session: Session, why: string): void {
  session.io.show(`${session.io.color.red('✗')} ${why}`);
  ring(session);
}

const ring = ({ io }: Session): void => void (io.interactive && io.surroundings.stdout.write('\u0007'));

async function printSlip(session: Session, order: string, file: string): Promise<void> {
  const { slipOf } = await import('../../../src/fulfillment/slip.ts');
  const { saveSlips } = await import('../paper.ts');
  await saveSlips(session, [await slipOf(await session.context(), { order })], { file, size: '4x6' });
}
