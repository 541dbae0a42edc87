/**
 * Use cases. Each is a plain function `(context, input) → output` that parses its input, checks that the actor may do
 * it, and runs. HTTP, terminal and worker call the same function; only `context.actor` differs.
 */
import type { z } from 'zod';
import { type Actor, type ActorKind, actorLabel, type Context } from './context.ts';
import { type FieldFault, Refusal } from './errors.ts';
import { insertShopEvent, shopEventOf } from './journal/journal.ts';
import { findCardNumbers, MAY_LOOK_LIKE_CARDS } from './lib/card-number.ts';
import { cleanInput, withoutBlanks } from './lib/clean-input.ts';

/** A context whose actor is one of these kinds. */
export type ContextOf<Kind extends ActorKind, Base extends Context = Context> = Base & {
  readonly actor: Extract<Actor, { readonly kind: Kind }>;
};

export interface UseCaseDefinition<Schema extends z.ZodType, Kind extends ActorKind, Output> {
  /** The verb, as its file is named. */
  readonly name: string;
  readonly allow: readonly Kind[];
  readonly input: Schema;
  /** Whether it writes the shop's journal by itself, inside its transaction. */
  readonly tellsItself?: true;
  run(context: ContextOf<Kind>, input: z.output<Schema>): Promise<Output>;
}

export interface UseCase<Schema extends z.ZodType, Output> {
  (context: Context, input: z.input<Schema>): Promise<Output>;
  readonly useCase: string;
  readonly allow: readonly ActorKind[];
  readonly input: Schema;
}

/**
 * Makes a use case. Throws Refusal `invalid_input` (every fault at once, each with its pointer), `card_number_refused`
 * and `not_allowed` before `run` is reached.
 */
export function defineUseCase<Schema extends z.ZodType, const Kind extends ActorKind, Output>(
  definition: UseCaseDefinition<Schema, Kind, Output>,
): UseCase<Schema, Output> {
  const { name, allow, input: schema, run } = definition;
  const call = async (context: Context, raw: z.input<Schema>): Promise<Output> => {
    if (!isOf(context, allow)) {
      throw new Refusal(
        'not_allowed',
        `${name} is for ${allow.join(' and ')}, and you are signed in as ${context.actor.kind}.`,
      );
    }
    const input = parseInput(schema, raw);
    const output = await run(context, input);
    if (!definition.tellsItself) await tell(context, name, input);
    return output;
  };
  return Object.assign(call, { useCase: name, allow, input: schema });
}

/** What staff do to the shop itself is written into its journal. */
export async function tell(context: Context, verb: string, input: unknown): Promise<void> {
  if (context.actor.kind !== 'staff') return;
  const cause = { id: context.newId('evt'), actor: actorLabel(context.actor), created_at: context.now() };
  const event = shopEventOf(verb, input, cause);
  if (event) await insertShopEvent(context.db, event);
}

function isOf<Kind extends ActorKind>(context: Context, kinds: readonly Kind[]): context is ContextOf<Kind> {
  return (kinds as readonly ActorKind[]).includes(context.actor.kind);
}

/** Parses and returns the input, or throws a Refusal that names every field at fault. */
function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const { value, faults } = cleanInput(raw);
  if (faults.length > 0) throw new Refusal('invalid_input', sentence(faults), { errors: faults.slice(0, MOST_FAULTS) });
  const cards = findCardNumbers(value, MAY_LOOK_LIKE_CARDS);
  if (cards.length > 0) {
    throw new Refusal(
      'card_number_refused',
      'Send the token your payment form returned, never the card number itself.',
      {
        errors: cards.map((pointer) => ({ pointer, detail: 'looks like a card number' })),
      },
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Forms send what was left blank: it is as good as not there, unless the field means something by it.
  const again = schema.safeParse(withoutBlanks(value));
  if (again.success) return again.data;
  const errors = again.error.issues.flatMap(faultsOf);
  throw new Refusal('invalid_input', sentence(errors), { errors: errors.slice(0, MOST_FAULTS) });
}

/** Faults that are listed: a body of nonsense gets no longer an answer than it deserves. */
const MOST_FAULTS = 50;

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const base = issue.path.map((part) => `/${String(part)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: `${base}/${key}`, detail: 'is not a known field; remove it' }));
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ pointer: base, detail: missing ? 'is needed' : issue.message }];
}

function sentence(errors: readonly FieldFault[]): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  // Of a list of values the list is the field.
  const field = first?.pointer
    ? `${first.pointer
        .slice(1)
        .replace(/\/\d+$/, '')
        .replaceAll('/', '.')}: `
    : '';
  return `${field}${first?.detail ?? 'not right'}${more}.`;
}
