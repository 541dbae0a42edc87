/** Putting together a use case's input from a request. */
import { Refusal } from '../errors.ts';
import type { HttpRequest } from './route.ts';

/**
 * The body with what the path and headers say. A body that says those things itself is refused: they have one place.
 */
const MOST_FAULTS = 50;

export async function bodyWith<Given extends object>(request: HttpRequest, given: Given): Promise<never> {
  const body = await request.json();
  // The reference says what a body may hold: a use case that knows more is not reached by it.
  const known = request.route.body ? Object.keys(request.route.body.shape) : [];
  const unknown = Object.keys(body).filter((key) => !known.includes(key) || Object.hasOwn(given, key));
  if (unknown.length > 0) {
    const errors = unknown
      .slice(0, MOST_FAULTS)
      .map((key) => ({ pointer: `/${key}`, detail: 'is not a known field; remove it' }));
    const more = unknown.length > 1 ? ` (and ${unknown.length - 1} more, see errors)` : '';
    throw new Refusal('invalid_input', `${unknown[0]}: is not a known field; remove it${more}.`, { errors });
  }
  // The use case's own schema parses it; nothing is known of its shape here.
  return { ...body, ...given } as never;
}

/** The idempotency key of a request that is to have its effect once. */
export const onceKey = (request: HttpRequest): { idempotency_key: string | undefined } => ({
  idempotency_key: request.header('idempotency-key'),
});

export const etagOf = (version: number): string => `"${version}"`;

/** The version named by `If-Match`; undefined for none or `*`. Throws for a text that is no ETag of ours. */
export function ifMatch(request: HttpRequest): number | undefined {
  const header = request.header('if-match');
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim())?.[1];
  if (version === undefined) {
    throw new Refusal(
      'malformed_request',
      `If-Match: ${header} is not an ETag of an order; send the one GET gave you.`,
    );
  }
  return Number(version);
}

/** As `ifMatch`, for changes that may not be made blindly. Throws `version_required`. */
export function requireIfMatch(request: HttpRequest): number | undefined {
  if (request.header('if-match') === undefined) {
    throw new Refusal(
      'version_required',
      'Send If-Match with the ETag of the order as you last saw it, so that nobody else’s change is lost.',
    );
  }
  return ifMatch(request);
}

/** Whether `If-None-Match` (RFC 9110 §13.1.2, weak comparison) names this ETag. */
export const isKnown = (request: HttpRequest, etag: string): boolean =>
  (request.header('if-none-match') ?? '')
    .split(',')
    .map((known) => known.trim().replace(/^W\//, ''))
    .some((known) => known === etag || known === '*');
