/** Papers of the warehouse, from a command to a file. */
import { EXIT, Refusal } from '../../src/errors.ts';
import type { Slip } from '../../src/fulfillment/slip.ts';
import { identityOf } from '../../src/lib/shop-identity.ts';
import { isPaperSize, type PaperOptions } from '../../src/papers/paper.ts';
import type { Session } from '../cli/session.ts';

interface Wanted {
  readonly file: string;
  readonly size: string;
}

/** Where and on what to print. Throws `usage` for a size we do not have. */
export async function paperOptions(session: Session, { file, size }: Wanted): Promise<PaperOptions> {
  if (!isPaperSize(size)) throw new Refusal('usage', '--size must be a4 or 4x6.');
  const config = await session.config();
  return { file, size, fonts: config.pdfFonts, shop: identityOf(config) };
}

/** Prints slips. Exit 6 when a letter could not be written: a label that nobody can read is no label. */
export async function saveSlips(session: Session, slips: readonly Slip[], wanted: Wanted): Promise<number> {
  const { writeSlips } = await import('../../src/papers/slips.ts');
  const missing = await writeSlips(slips, await paperOptions(session, wanted));
  session.io.say(`${slips.length} ${slips.length === 1 ? 'slip' : 'slips'} in ${wanted.file}`);
  return sayMissing(session, missing) ? EXIT.partial : EXIT.ok;
}

/** Says which letters no font has, paper by paper. */
export function sayMissing({ io }: Session, missing: ReadonlyMap<string, string>): boolean {
  for (const [paper, letters] of missing) {
    io.say(
      `${io.talkColor.yellow('!')} ${paper}: no font here writes ${letters}; name one that does with ORDERS_PDF_FONT, or write it by hand.`,
    );
  }
  return missing.size > 0;
}
