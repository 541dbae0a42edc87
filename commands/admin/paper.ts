import { Refusal } from '../../src/errors.ts';
import { isPaperSize, type PaperOptions } from '../../src/papers/papers.ts';
import type { Session } from '../cli/session.ts';

/** Where and on what to print. Throws `usage` for a size we do not have. */
export async function paperOptions(session: Session, file: string, size: string): Promise<PaperOptions> {
  if (!isPaperSize(size)) throw new Refusal('usage', '--size must be a4 or 4x6.');
  return { file, size, font: (await session.config()).pdfFont };
}
