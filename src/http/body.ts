/** Reading request bodies: JSON objects and small forms, with limits. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../errors.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_DEPTH = 20;

export async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refusal('unsupported_media_type', `Send the body as it is, not encoded as ${encoding}.`);
  }
  const chunks: Buffer[] = [];
  let size = Number(request.headers['content-length'] ?? 0);
  if (size > MAX_BODY_BYTES) throw tooLarge();
  size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

const tooLarge = (): Refusal => new Refusal('body_too_large', 'The body is larger than 256 kB; send less at a time.');

function requireType(request: IncomingMessage, wanted: string): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== wanted) {
    throw new Refusal('unsupported_media_type', `Send the body as ${wanted}${type ? `, not ${type}` : ''}.`);
  }
}

/** The body as a JSON object; an absent body is an empty one. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const bytes = await readRaw(request);
  if (bytes.length === 0) return {};
  requireType(request, 'application/json');
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new Refusal('malformed_json', `The body is not JSON: ${describe(error)}.`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('malformed_json', 'The body has to be a JSON object: {…}.');
  }
  inspect(value, '', 0);
  return value as Record<string, unknown>;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What the parser says, without the piece of the body that it quotes: that may be anything. */
const describe = (error: unknown): string => {
  if (!(error instanceof SyntaxError)) return 'it is not UTF-8';
  const at = /position \d+/.exec(error.message)?.[0];
  return at ? `it goes wrong at ${at}` : 'it ends too soon or has something in it that JSON has not';
};

/** Throws for a value nested too deeply, and for names that would reach into an object's prototype. */
function inspect(value: unknown, pointer: string, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth >= MAX_DEPTH) throw new Refusal('malformed_json', `The body is nested deeper than ${MAX_DEPTH} levels.`);
  for (const [key, held] of Object.entries(value)) {
    const inner = `${pointer}/${key}`;
    if (key === '__proto__') {
      const detail = 'is not a known field; remove it';
      throw new Refusal('invalid_input', `${key}: ${detail}.`, { errors: [{ pointer: inner, detail }] });
    }
    inspect(held, inner, depth + 1);
  }
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const bytes = await readRaw(request);
  requireType(request, 'application/x-www-form-urlencoded');
  return new URLSearchParams(bytes.toString('utf8'));
}
