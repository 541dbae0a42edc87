/** Files that hold customers, orders and secrets are their owner's alone. */
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What others may do. */
const OTHERS = 0o077;

/** Of a data folder: itself and what lies in it, where others may read or write it; nothing where there are no modes. */
export function openToOthers(folder: string): string[] {
  if (process.platform === 'win32') return [];
  const names = ['', ...readdirSync(folder)].map((name) => join(folder, name));
  return names.filter((name) => (statSync(name, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS);
}

/** Takes from others what they may. Throws where the file is somebody else's. */
export function makePrivate(name: string): void {
  chmodSync(name, statSync(name).mode & ~OTHERS & 0o777);
}
