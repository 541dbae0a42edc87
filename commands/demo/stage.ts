/** The stage of the demonstration: a throw-away folder, real processes in it, and a voice that says what happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../../src/config/child-environment.ts';
import { sleep } from '../../src/lib/backoff.ts';
import type { Io } from '../cli/io.ts';

const POLL_MS = 100;
const PATIENCE_MS = 30_000;

interface Ended {
  readonly stdout: string;
  readonly code: number;
}

export class Demo {
  readonly folder: string;
  private readonly io: Io;
  private readonly keep: boolean;
  private readonly running: ChildProcess[] = [];

  private constructor(io: Io, keep: boolean, folder: string) {
    this.io = io;
    this.keep = keep;
    this.folder = folder;
  }

  static async open(io: Io, keep: boolean): Promise<Demo> {
    return new Demo(io, keep, mkdtempSync(join(tmpdir(), 'orders-demo-')));
  }

  say(text: string): void {
    this.io.out(`\n${this.io.color.bold(`▸ ${text}`)}`);
  }

  show(text: string): void {
    this.io.out(text.trimEnd().replace(/^/gm, '  '));
  }

  /** Settings that make a parcel's days into seconds, on a database and a port of its own. */
  private environment(): NodeJS.ProcessEnv {
    return childEnvironment({
      ORDERS_DATA_DIR: this.folder,
      ORDERS_DATABASE_URL: `sqlite:${join(this.folder, 'orders.sqlite')}`,
      ORDERS_HTTP_HOST: '127.0.0.1',
      ORDERS_HTTP_PORT: '0',
      ORDERS_SANDBOX_STEP_SECONDS: '2',
      ORDERS_TRACKING_POLL_SECONDS: '1',
      ORDERS_SHIPPED_MAIL_DELAY_SECONDS: '0',
      ORDERS_LOG_LEVEL: 'warn',
      NODE_ENV: 'demo',
    });
  }

  /** Runs `orders …`, showing the command and what it prints. Fails when the command does. */
  async command(title: string, args: readonly string[], secret = false): Promise<string> {
    if (title) this.say(title);
    this.show(this.io.color.dim(`$ orders ${args.map(quote).join(' ')}`));
    const { stdout, code } = await this.run(args);
    if (stdout.trim()) this.show(secret ? `${stdout.slice(0, 24)}…` : stdout);
    if (code !== 0) throw new Error(`orders ${args.join(' ')} ended with ${code}`);
    return stdout.trim();
  }

  private run(args: readonly string[]): Promise<Ended> {
    const child = spawn(process.execPath, [process.argv[1] as string, ...args], {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
      });
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ stdout, code: code ?? 1 })));
  }

  /** Starts `orders serve` or `orders worker` and returns the line it says when it is ready. */
  async daemon(name: 'serve' | 'worker'): Promise<string> {
    const child = spawn(process.execPath, [process.argv[1] as string, name], {
      env: this.environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.running.push(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await this.until(`orders ${name} to start`, async () => /Serving on|Working as/.test(said));
    const line = said.split('\n').find((candidate) => /Serving on|Working as/.test(candidate)) ?? '';
    this.show(`${this.io.color.dim(`$ orders ${name} &`)}   ${line} (process ${child.pid})`);
    return line;
  }

  /** Waits until `look` finds something. Fails after half a minute. */
  async until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      const found = await look();
      if (found) return found;
      await sleep(POLL_MS);
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** Waits for the mail whose file name holds `part`, and shows how it begins. */
  async mail(title: string, part: string): Promise<void> {
    this.say(title);
    const folder = join(this.folder, 'mail');
    const file = await this.until(`the mail "${part}"`, async () =>
      filesIn(folder).find((name) => name.includes(part)),
    );
    const [head = '', ...rest] = readFileSync(join(folder, file), 'utf8').split(/\r?\n\r?\n/);
    const wanted = head.split(/\r?\n/).filter((line) => /^(To|Subject):/.test(line));
    const body = decodeQuotedPrintable(rest.slice(1, 4).join('\n\n'));
    this.show([this.io.color.dim(join('mail', file)), ...wanted, '', body].join('\n'));
  }

  /** Ends what runs, and takes the folder away. */
  async close(): Promise<void> {
    for (const child of this.running.reverse()) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
    }
    if (this.keep) this.show(`Everything is kept in ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true });
  }
}

/** RFC 2045 §6.7: soft line breaks go, `=XX` is a byte. */
const decodeQuotedPrintable = (text: string): string =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const quote = (word: string): string => (/^[\w@./:=-]+$/.test(word) ? word : `"${word}"`);

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.eml'));
  } catch {
    return [];
  }
}
