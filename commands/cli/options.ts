/** Options of commands, typed by their flags: `--dry-run` is a boolean, `--limit <count>` a text or what `parse` makes of it. */
import { Refusal } from '../../src/errors.ts';

export interface Option {
  /** `--tracking <number>`, `-q, --query <text>`, `--no-mail` */
  readonly flags: string;
  readonly about: string;
  /** Reads what was typed. Throws Refusal `usage` that names the flag. */
  readonly parse?: (text: string, flag: string) => unknown;
  /** The words it may be; offered by completion, refused when it is another. */
  readonly choices?: readonly string[];
}

/** The options of a command line, by their names in camel case. */
export type Options = Readonly<Record<string, unknown>>;

type Long<Flags extends string> = Flags extends `${string}--${infer Rest}` ? Rest : never;
type Word<Text extends string> = Text extends `${infer First} ${string}` ? First : Text;
type Positive<Name extends string> = Name extends `no-${infer Rest}` ? Rest : Name;
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Value<Of extends Option> = Of extends { readonly parse: (...args: never[]) => infer Parsed }
  ? Parsed | undefined
  : Of extends { readonly choices: readonly (infer Word)[] }
    ? Word | undefined
    : Of['flags'] extends `${string}...>`
      ? readonly string[] | undefined
      : Of['flags'] extends `${string}<${string}`
        ? string | undefined
        : boolean | undefined;

/** What a command with these options is given. */
export type OptionsOf<List extends readonly Option[]> = {
  readonly [Of in List[number] as Camel<Positive<Word<Long<Of['flags']>>>>]: Value<Of>;
};

/** What was typed, read as each option wants it. Throws Refusal `usage` that names the flag. */
export function readOptions(options: readonly Option[], typed: Options): Options {
  const read: Record<string, unknown> = { ...typed };
  for (const { flags, parse, choices } of options) {
    const flag = longFlag(flags);
    const key = flag.replace(/^--/, '').replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
    const value = read[key];
    if (typeof value !== 'string') continue;
    if (choices && !choices.includes(value)) {
      throw new Refusal('usage', `${flag}: "${value}" is none of ${choices.join(', ')}.`);
    }
    if (parse) read[key] = parse(value, flag);
  }
  return read;
}

/** `-n, --limit <count>` → `--limit` */
const longFlag = (flags: string): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;
