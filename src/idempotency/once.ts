/**
 * A write that is done once for each idempotency key. The key is claimed in the transaction that has the effect, so
 * either both are there or neither; the answer is stored when it is known, and whoever asks with the same key gets it.
 */
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Tx } from '../database/database.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import { canonicalJson, sha256 } from '../lib/canonical.ts';
import type { Id } from '../lib/ids.ts';
import { claimKey, findOutcome, isKeyTaken, type Key, storeAnswer, storeRefusal } from './store.ts';

/** The part of a use case's input that makes it happen once. */
export const idempotencyKey = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .optional();

export interface Act<Answer> {
  /** Does it. `claim` comes first in the transaction that has the effect. */
  run(claim: (tx: Tx) => Promise<void>): Promise<Answer>;
  /** The answer to a request whose effect is there, but whose process died before it could answer. */
  show(): Promise<Answer>;
}

/**
 * Does `act` at most once for the key in `input`, if there is one. Throws `key_reused`, `key_in_use`, and what `act`
 * throws; its conflicts are remembered under the key too.
 */
export async function once<Answer>(
  context: Context,
  useCase: string,
  input: { readonly idempotency_key?: string | undefined },
  act: Act<Answer>,
): Promise<Answer> {
  const key = keyOf(context, useCase, input);
  if (!key) return act.run(async () => {});
  try {
    const answer = await act.run((tx) => claimKey(tx, key, null, context.now()));
    return await settle(context, key, answer);
  } catch (error) {
    if (!(isRefusal(error) || isKeyTaken(error))) throw error;
    const earlier = await findOutcome(context.db, key, context.now(), 'claimed');
    if (earlier === 'claimed') return settle(context, key, await act.show());
    if (earlier) return earlier.value as Answer;
    // The key had outlived its 24 hours and is free now.
    if (!isRefusal(error)) return once(context, useCase, input, act);
    if (isFinal(error)) await storeRefusal(context.db, key, error.toRecord(), context.now());
    throw error;
  }
}

/** The key of a call; undefined when it carries none. */
export function keyOf(
  context: Context,
  useCase: string,
  input: { readonly idempotency_key?: string | undefined },
): Key | undefined {
  const { idempotency_key, ...rest } = input;
  const caller_id = context.actor.id;
  if (idempotency_key === undefined || caller_id === undefined) return undefined;
  return { caller_id: caller_id as Id<'usr'>, idempotency_key, fingerprint: sha256(canonicalJson([useCase, rest])) };
}

/** What the shop has decided is answered the same again; what is wrong with the request itself is not kept. */
export const isFinal = (refusal: Refusal): boolean => refusal.row.status === 409 || refusal.row.status === 402;

/** Stores the answer unless somebody did, and returns the one that is stored. */
async function settle<Answer>(context: Context, key: Key, answer: Answer): Promise<Answer> {
  return (await storeAnswer(context.db, key, answer)) as Answer;
}
