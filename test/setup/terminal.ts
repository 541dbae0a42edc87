/** The `orders` command in this process, at a terminal that is a pair of strings. */
import { PassThrough } from 'node:stream';
import { main } from '../../commands/main.ts';
import type { World } from './world.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON is looked into freely
  readonly json: any;
}

export interface TerminalOptions {
  /** Whether stdout and stderr are a terminal. Nobody answers questions either way. */
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. */
  readonly stdin?: string;
  readonly columns?: number;
}

/** Runs one command line in a world. */
export async function orders(
  world: World,
  line: string | readonly string[],
  options: TerminalOptions = {},
): Promise<Ran> {
  const capture = () =>
    Object.assign(new PassThrough(), { isTTY: options.tty === true, columns: options.columns ?? 100 });
  const [stdin, stdout, stderr] = [capture(), capture(), capture()];
  const said = [stdout, stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  if (options.stdin !== undefined) stdin?.end(options.stdin);
  const code = await main(typeof line === 'string' ? line.split(' ') : line, {
    env: { ...world.environment, ...options.env },
    stdin: Object.assign(stdin, { isTTY: false }),
    stdout,
    stderr,
  } as never);
  const [out = '', err = ''] = said.map((text) => text());
  return {
    code,
    stdout: out,
    stderr: err,
    get json() {
      return JSON.parse(out);
    },
  };
}
