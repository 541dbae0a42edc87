/** Reading request bodies: JSON objects and small forms, with limits. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../errors.ts';

const MAX_BODY_BYTES = 256 * 1024;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new Refusal('body_too_large', 'The body is larger than 256 kB; send less at a time.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function requireType(request: IncomingMessage, wanted: string): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== wanted) {
    throw new Refusal('unsupported_media_type', `Send the body as ${wanted}${type ? `, not ${type}` : ''}.`);
  }
}

/** The body as a JSON object; an absent body is an empty one. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text === '') return {};
  requireType(request, 'application/json');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('malformed_json', `The body is not JSON: ${(error as Error).message}.`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('malformed_json', 'The body has to be a JSON object: {…}.');
  }
  return value as Record<string, unknown>;
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const text = await readText(request);
  requireType(request, 'application/x-www-form-urlencoded');
  return new URLSearchParams(text);
}
