/** Idempotency keys as they come in: the field, and the key of one call. */
import { z } from 'zod';
import { accountOf, type Context } from '../context.ts';
import type { Refusal } from '../errors.ts';
import { canonicalJson, sha256 } from '../lib/canonical.ts';
import type { Key } from './store.ts';

/** The part of a write's input that makes it happen once. */
export const idempotencyKey = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .optional();

/**
 * The key of a call; undefined when it carries none. The verb and the whole input are part of it, so a key that was used
 * for one request cannot be used for another.
 */
export function keyOf(context: Context, verb: string, input: object): Key | undefined {
  const { idempotency_key, ...rest } = input as { readonly idempotency_key?: string | undefined };
  const caller_id = accountOf(context.actor);
  if (idempotency_key === undefined || caller_id === undefined) return undefined;
  return { caller_id, idempotency_key, fingerprint: sha256(canonicalJson([verb, rest])) };
}

/** What the shop has decided is answered the same again; what is wrong with the request itself is not kept. */
export const isFinal = (refusal: Refusal): boolean => refusal.row.status === 409 || refusal.row.status === 402;
