/** Secrets while none are configured: made once and kept in the data folder, which all processes share. */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../errors.ts';

const LEAST = 32;

/** Throws `config_invalid` when the file holds no secret: tokens and links signed with it could be made by anybody. */
export function keptSecret(dataDir: string, name: 'jwt-secret' | 'timeline-key'): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) make(dataDir, file);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length >= LEAST) return secret;
  throw new Refusal(
    'config_invalid',
    `${file} holds no secret of ${LEAST} characters; remove it, and a new one is made.`,
  );
}

/** Whole or not at all: written under another name, then linked, by whichever process comes first. */
function make(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const written = `${file}.${randomUUID()}`;
  writeFileSync(written, randomBytes(LEAST).toString('hex'), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(written);
  }
}
