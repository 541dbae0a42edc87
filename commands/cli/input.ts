/** Files that are read: by name, or from whatever is piped in. */
import { readFile } from 'node:fs/promises';
import { Refusal } from '../../src/errors.ts';
import type { Session } from './session.ts';

/** The bytes of a file; `-` is stdin, be it a pipe, a file or a socket. Throws `file_unreadable`. */
export async function readInput({ io }: Session, file: string): Promise<Buffer> {
  try {
    if (file !== '-') return await readFile(file);
    const chunks: Buffer[] = [];
    for await (const chunk of io.surroundings.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new Refusal('file_unreadable', `${file} cannot be read: ${why}.`);
  }
}
