/**
 * Writes. Each is a use case with one transaction, and everything that makes it safe is here: the idempotency key is
 * claimed first in that transaction, so either the key and the effect are both there or neither is; what came of it is
 * stored under the key, and whoever asks with the same key and input gets the same answer for 24 hours.
 */
import type { z } from 'zod';
import type { ActorKind, Context, WriteContext } from './context.ts';
import { isRefusal } from './errors.ts';
import { isFinal, keyOf } from './idempotency/keys.ts';
import { claimKey, findOutcome, isKeyTaken, type Key, storeAnswer, storeRefusal } from './idempotency/store.ts';
import type { TransactionName } from './transactions.ts';
import { type ContextOf, defineUseCase, tell, type UseCase } from './use-case.ts';

export interface WriteDefinition<Schema extends z.ZodType, Kind extends ActorKind, Prepared, Done, Answer> {
  /** The verb, as its file is named; its transaction has the same name. */
  readonly name: TransactionName;
  readonly allow: readonly Kind[];
  /** May have an `idempotency_key`; the write then happens once for each key. */
  readonly input: Schema;
  /** What can be found out, or refused, before the transaction. */
  prepare?(context: ContextOf<Kind>, input: z.output<Schema>): Promise<Prepared> | Prepared;
  /** The effect, all of it, in one transaction. It may run again, so it touches nothing else. */
  commit(cx: ContextOf<Kind, WriteContext>, input: z.output<Schema>, prepared: Prepared): Promise<Done>;
  /** What is tried at once when the effect is there, with nothing open; whatever it does not manage the worker does. */
  after?(context: ContextOf<Kind>, done: Done): Promise<void>;
  /**
   * What is answered. `done` is undefined for a repeated request whose effect is there, but whose process died before it
   * could answer.
   */
  answer(context: ContextOf<Kind>, input: z.output<Schema>, done: Done | undefined): Promise<Answer> | Answer;
}

/** Makes a write. Throws what `defineUseCase` throws, `key_reused`, `key_in_use`, and what its parts throw. */
export function defineWrite<Schema extends z.ZodType, const Kind extends ActorKind, Prepared, Done, Answer>(
  definition: WriteDefinition<Schema, Kind, Prepared, Done, Answer>,
): UseCase<Schema, Answer> {
  const { name, allow, input: schema } = definition;
  return defineUseCase<Schema, Kind, Answer>({
    name,
    allow,
    input: schema,
    tellsItself: true,
    async run(context, input) {
      const prepared = (await definition.prepare?.(context, input)) as Prepared;
      return once<Answer>(context, keyOf(context, name, input as object), {
        async run(key) {
          const done = await context.atomic(name, async (cx) => {
            if (key) await claimKey(cx.db, key, { order_id: null, now: cx.now() });
            const done = await definition.commit(cx as ContextOf<Kind, WriteContext>, input, prepared);
            await tell(cx, name, input);
            return done;
          });
          await definition.after?.(context, done);
          return definition.answer(context, input, done);
        },
        show: async () => definition.answer(context, input, undefined),
      });
    },
  });
}

interface Act<Answer> {
  run(key: Key | undefined): Promise<Answer>;
  /** The answer to a request whose effect is there, but whose process died before it could answer. */
  show(): Promise<Answer>;
}

/** Does `act` at most once for the key, if there is one; its conflicts are remembered under the key too. */
async function once<Answer>(context: Context, key: Key | undefined, act: Act<Answer>): Promise<Answer> {
  if (!key) return act.run(undefined);
  try {
    const answer = await act.run(key);
    return (await storeAnswer(context.db, key, answer)) as Answer;
  } catch (error) {
    if (!(isRefusal(error) || isKeyTaken(error))) throw error;
    const earlier = await findOutcome(context.db, key, { now: context.now(), late: 'claimed' });
    if (earlier === 'claimed') return (await storeAnswer(context.db, key, await act.show())) as Answer;
    if (earlier) return earlier.value as Answer;
    // The key had outlived its 24 hours and is free now.
    if (!isRefusal(error)) return once(context, key, act);
    if (isFinal(error)) await storeRefusal(context.db, key, { refused: error.toRecord(), now: context.now() });
    throw error;
  }
}
