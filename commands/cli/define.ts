/** The forms of commands: a tree of nouns whose leaves are loaded only when they are run. */
import type { Options } from './options.ts';
import type { Session } from './session.ts';

export interface Argument {
  /** `order`, or `orders...` for one or more. */
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
}

export interface Option {
  /** `--tracking <number>`, `-q, --query <text>`, `--no-mail` */
  readonly flags: string;
  readonly about: string;
}

/** One command: what it takes, how it is used, what it does. */
export interface Command {
  readonly args?: readonly Argument[];
  readonly options?: readonly Option[];
  /** Lines as one would type them, after `orders `; the help leads with these. */
  readonly examples: readonly string[];
  /** Whether it prints results in a choice of formats. */
  readonly formats?: boolean;
  /** Returns an exit code, or nothing for 0. */
  run(session: Session, args: readonly string[], options: Options): Promise<number | undefined>;
}

/** A leaf of the tree. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly command: Command }>;
}

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandNode[];
}

export type CommandNode = CommandEntry | CommandGroup;

export const isGroup = (node: CommandNode): node is CommandGroup => 'commands' in node;
