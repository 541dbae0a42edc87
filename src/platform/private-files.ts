/** Files that hold customers, orders and secrets are their owner's alone. */
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What others may do. */
const OTHERS = 0o077;

/**
 * Of a data folder: itself and what lies in it, where others may read or write it. Nothing where the folder is closed to them,
 * and where there are no modes. With `beginning` only files of such names.
 */
export function openToOthers(folder: string, beginning = ''): string[] {
  const isOpen = (name: string) => ((statSync(name, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS) > 0;
  if (process.platform === 'win32' || !isOpen(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith(beginning));
  const open = names.map((name) => join(folder, name)).filter(isOpen);
  return beginning === '' ? [folder, ...open] : open;
}

/** Takes from others what they may. Throws where the file is somebody else's. */
export function makePrivate(name: string): void {
  chmodSync(name, statSync(name).mode & ~OTHERS & 0o777);
}
