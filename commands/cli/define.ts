/** The forms of commands: a tree of nouns whose leaves are loaded only when they are run. */
import type { Option, Options, OptionsOf } from './options.ts';
import type { Session } from './session.ts';

export interface Argument {
  /** `order`, or `orders...` for one or more. */
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
}

/** One command: what it takes, how it is used, what it does. */
export interface Command {
  readonly args?: readonly Argument[];
  readonly options?: readonly Option[];
  /** Lines as one would type them, after `orders `; the help leads with these. */
  readonly examples: readonly string[];
  /** Whether it prints results in a choice of formats: a list in all of them, `one` thing as text or JSON. */
  readonly formats?: true | 'one';
  /** Whether it may be the first in an empty folder, and makes the shop there; others say that there is none. */
  readonly begins?: boolean;
  /** Returns an exit code, or nothing for 0. */
  run(session: Session, args: readonly string[], options: Options): Promise<number | undefined> | Promise<void>;
}

interface TypedCommand<List extends readonly Option[]> extends Omit<Command, 'options' | 'run'> {
  readonly options?: List;
  run(session: Session, args: readonly string[], options: OptionsOf<List>): Promise<number | undefined> | Promise<void>;
}

/** A command whose options are typed by their flags. */
export const defineCommand = <const List extends readonly Option[] = readonly []>(
  command: TypedCommand<List>,
): Command => command as Command;

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
