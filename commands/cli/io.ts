/**
 * The terminal. Results go to stdout, talk to stderr. The only file that prints, and so the one place where what others wrote is
 * shown and never obeyed.
 */
import type { ReadStream, WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance } from 'chalk';
import { terminalText } from '../../src/lib/foreign-text.ts';
import { wrap } from './width.ts';

/** What a process is given. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export interface Io {
  readonly surroundings: Surroundings;
  /** A result, and a newline. */
  out(text: string): void;
  /** A result in words: broken between them where the terminal ends. */
  show(text: string): void;
  /** Talk, and a newline. */
  say(text: string): void;
  /** Raw text to the terminal: for live boards. */
  write(text: string): void;
  /** Talk that replaces itself on one line of a terminal; empty takes it away. Nothing where nobody watches. */
  progress(text: string): void;
  /** Whether results are read by a person at a terminal. */
  readonly terminal: boolean;
  /** Whether questions can be asked. */
  readonly interactive: boolean;
  readonly width: number;
  readonly color: ChalkInstance;
  readonly talkColor: ChalkInstance;
}

const DEFAULT_WIDTH = 80;

export function createIo(surroundings: Surroundings): Io {
  const isTty = (stream: { isTTY?: boolean }) => stream.isTTY === true;
  const { env, stdin, stdout, stderr } = surroundings;
  const width = stdout.columns ?? stderr.columns ?? DEFAULT_WIDTH;
  const shown = (stream: { isTTY?: boolean }, text: string) =>
    isTty(stream) ? wrap(terminalText(text), width) : terminalText(text);
  const painter = (stream: WriteStream | NodeJS.WriteStream) =>
    new Chalk({ level: wantsColor(isTty(stream), env) ? 1 : 0 });
  return {
    surroundings,
    out: (text) => void stdout.write(`${terminalText(text)}\n`),
    say: (text) => void stderr.write(`${shown(stderr, text)}\n`),
    show: (text) => void stdout.write(`${shown(stdout, text)}\n`),
    write: (text) => void stdout.write(text),
    progress: (text) => void (isTty(stderr) && stderr.write(`\r\u001b[K${terminalText(text)}`)),
    terminal: isTty(stdout),
    interactive: isTty(stdin as ReadStream) && isTty(stderr),
    width,
    color: painter(stdout),
    talkColor: painter(stderr),
  };
}

/** Whether to colour what goes to a terminal: not when `NO_COLOR` is set (no-color.org) or the terminal cannot. */
const wantsColor = (isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean =>
  isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb';
