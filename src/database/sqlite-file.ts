import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { Refusal } from '../errors.ts';

/** The file of a SQLite database (`sqlite:FILE`); undefined for the URL of a server. */
export const sqliteFile = (url: string): string | undefined => /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];

/** The engine says of every file that it cannot open it; the system says which, and why. */
export function requireReadable(file: string): void {
  if (!existsSync(file)) return;
  const refuse = (why: string) =>
    new Refusal('database_refused', `The database file ${file} cannot be opened: ${why}.`);
  if (statSync(file).isDirectory()) throw refuse('it is a folder');
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw refuse('you may not read it');
  }
}
