/** Runs one command line. The only place that catches: every error becomes one sentence and an exit code. */

import { Command as Commander, CommanderError } from 'commander';
import { readEnvFile } from '../src/config/env-file.ts';
import { outageOf } from '../src/database/outages.ts';
import { EXIT, Refusal } from '../src/errors.ts';
import { isDebugging, startDebugging } from './cli/debug.ts';
import { type Command, type CommandEntry, type CommandNode, isGroup } from './cli/define.ts';
import { fileFault } from './cli/file-fault.ts';
import { createIo, type Io, type Surroundings } from './cli/io.ts';
import { type Options, readOptions } from './cli/options.ts';
import { createSession, FORMATS, type Session } from './cli/session.ts';
import { PROGRAM } from './program.ts';

export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  // Orders, mails and exports hold names and addresses: only whoever runs the program may read what it writes.
  process.umask(0o077);
  useZone(surroundings.env);
  const io = createIo(surroundings);
  ignoreClosedPipes(surroundings);
  // Sequelize's word about a transaction it could not end; what happened is an error of its own.
  console.warn = (...words) => void (isDebugging() && io.say(words.join(' ')));
  try {
    // `orders` alone is the shift board: what everybody wants to see first.
    return await run(argv.length === 0 ? ['admin', 'board'] : argv, io);
  } catch (error) {
    return fail(io, error);
  }
}

/**
 * The shop's zone becomes the process's before anything is read or shown: `--since today` is a word about days. Whether it is
 * one at all the configuration says later.
 */
function useZone(env: NodeJS.ProcessEnv): void {
  const zone = env.ORDERS_TIMEZONE || readEnvFile('.env').values.ORDERS_TIMEZONE;
  if (zone) process.env.TZ = zone;
}

/** `orders admin list | head -1` ends quietly when head has seen enough. */
function ignoreClosedPipes({ stdout }: Surroundings): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const entry = findLeaf(argv);
  const loaded = entry && { entry, command: (await entry.load()).command };
  let exit: number = EXIT.ok;
  const root = buildTree(io, loaded, async (args, options) => {
    const debug = options.debug === true ? startDebugging(io) : undefined;
    const session: Session = createSession(io, options, {
      formats: formatsOf(loaded?.command),
      begins: loaded?.command.begins === true,
      complete: async (words) => {
        const { candidates } = await import('./cli/completion.ts');
        return candidates(session, PROGRAM.commands, words);
      },
    });
    try {
      exit = loaded
        ? ((await loaded.command.run(session, await complete(session, loaded, args), options)) ?? EXIT.ok)
        : EXIT.ok;
    } finally {
      await session.close();
      debug?.end();
    }
  });
  await root.parseAsync([...argv], { from: 'user' });
  return exit;
}

/** The arguments, those that are missing asked for. Throws `usage`, naming the first, where nobody can be asked. */
async function complete(session: Session, { command }: Loaded, args: readonly string[]): Promise<readonly string[]> {
  const missing = (command.args ?? []).slice(args.length).filter(({ optional }) => !optional);
  const given = [...args];
  for (const { name, about } of missing) {
    const { need } = await import('./cli/prompt.ts');
    given.push(await need(session, { given: undefined, flag: `<${name.replace('...', '')}>`, question: `${about}?` }));
  }
  return given;
}

/** In which formats a command prints; none where `--format` is a word of its own there. */
function formatsOf(command: Command | undefined): readonly string[] {
  if (command?.formats === 'one') return ['table', 'json'];
  return command?.formats ? FORMATS : [];
}

interface Loaded {
  readonly entry: CommandEntry;
  readonly command: Command;
}

/** The leaf the words lead to; flags end the way. */
function findLeaf(argv: readonly string[]): CommandEntry | undefined {
  let nodes: readonly CommandNode[] = PROGRAM.commands;
  for (const word of argv) {
    const node = nodes.find(({ name }) => name === word);
    if (!node) return undefined;
    if (!isGroup(node)) return node;
    nodes = node.commands;
  }
  return undefined;
}

type Act = (args: readonly string[], options: Options) => Promise<void>;

/** Commander's tree: every command by name and summary, the one that runs with all it takes. */
function buildTree(io: Io, loaded: Loaded | undefined, act: Act): Commander {
  const make = (name: string, summary: string): Commander =>
    new Commander(name)
      .description(summary)
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.say(text.trimEnd()) })
      .configureHelp({ showGlobalOptions: true })
      .helpCommand(false);
  const grow = (parent: Commander, nodes: readonly CommandNode[]): Commander => {
    for (const node of nodes) {
      const child = make(node.name, node.summary);
      if (isGroup(node)) grow(child, node.commands);
      else if (node === loaded?.entry) dress(child, loaded, act);
      else child.action(() => {});
      parent.addCommand(child);
    }
    return parent;
  };
  const root = make(PROGRAM.name, PROGRAM.summary).version(PROGRAM.version, '-V, --version', 'print the version');
  return grow(root, PROGRAM.commands);
}

function dress(child: Commander, { command }: Loaded, act: Act): void {
  // None is required by the parser: what is missing is asked for.
  for (const { name, about } of command.args ?? []) child.argument(`[${name}]`, about);
  for (const { flags, about } of command.options ?? []) child.option(flags, about);
  if (command.formats) {
    child.option('--json', 'print JSON (the same as --format json)');
    child.option('--format <format>', command.formats === 'one' ? 'table or json' : 'table, json, csv or ids');
  }
  child.option('--by <name>', 'who is doing this (your login name unless given)');
  child.option('-y, --yes', 'answer every question with yes');
  child.option('--no-input', 'never ask; what is missing is an error');
  child.option('--debug', 'show every statement with its time, and where an error came from');
  child.addHelpText('before', `Examples:\n${command.examples.map((line) => `  $ orders ${line}`).join('\n')}\n`);
  child.action((...given: unknown[]) => {
    const positional = given.slice(0, command.args?.length ?? 0).flat();
    return act(
      positional.filter((value) => value !== undefined) as string[],
      readOptions(command.options ?? [], child.opts()),
    );
  });
  const shown = (command.args ?? []).map(({ name, optional }) => (optional ? `[${name}]` : `<${name}>`));
  child.usage([...shown, '[options]'].join(' '));
}

function fail(io: Io, error: unknown): number {
  if (error instanceof CommanderError) {
    const asked = error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
    return asked ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof Refusal) {
    io.say(`${io.talkColor.red('✗')} ${error.message}`);
    return error.row.exit;
  }
  if (error instanceof Error && error.name === 'ExitPromptError') return EXIT.interrupted;
  return failUnforeseen(io, error);
}

function failUnforeseen(io: Io, error: unknown): number {
  const { name = 'Error', message = String(error), stack = '' } = error as Error;
  const file = fileFault(error);
  if (file) {
    io.say(`${io.talkColor.red('✗')} ${file}`);
    return EXIT.usage;
  }
  const outage = outageOf(error);
  if (outage) {
    io.say(`${io.talkColor.red('✗')} ${outage.cure}`);
    if (isDebugging()) io.say(io.talkColor.dim(stack));
    return EXIT.unavailable;
  }
  if (MONGO_AWAY.has(name)) {
    io.say(
      `${io.talkColor.red('✗')} The job store does not answer (${message || name}). Is it running? orders config show tells where it is looked for.`,
    );
    return EXIT.unavailable;
  }
  io.say(`${io.talkColor.red('✗')} Something went wrong inside orders: ${message}`);
  if (isDebugging()) io.say(io.talkColor.dim(stack.split('\n').slice(1).join('\n')));
  else io.say('With --debug it says where.');
  return EXIT.bug;
}

const MONGO_AWAY = new Set(['MongoServerSelectionError', 'MongoNetworkError', 'MongoNetworkTimeoutError']);
