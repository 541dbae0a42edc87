/** Mails that were written into files, while no mail server was set. */
import { existsSync, readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** So far the head of a mail reaches, with its addresses. */
const HEAD_BYTES = 4096;

/** Removes the files of mails to these addresses; how many there were. */
export function eraseMailFiles(folder: string, addresses: readonly string[]): number {
  if (!existsSync(folder)) return 0;
  const wanted = addresses.map((address) => address.toLowerCase());
  const theirs = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(folder, name))
    .filter((file) => {
      const head = readFileSync(file).subarray(0, HEAD_BYTES).toString('utf8').toLowerCase();
      return wanted.some((address) => head.includes(`<${address}>`) || head.includes(`to: ${address}`));
    });
  for (const file of theirs) unlinkSync(file);
  return theirs.length;
}
