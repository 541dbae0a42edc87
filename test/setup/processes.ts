/** Real `orders` processes, ended by their own handle and never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { childEnvironment } from '../../src/config/child-environment.ts';

export interface Running {
  readonly url: string;
  /** What it said on stderr so far. */
  said(): string;
  /** Resolves with the signal or code it ended with. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, and waits. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const ENTRY = 'dist/bin/orders.js';
const running = new Set<ChildProcess>();

/** Ends what a failed test has left running: nothing outlives the tests, and nothing keeps them from ending. */
export function endProcesses(): void {
  for (const child of running) child.kill('SIGKILL');
}
process.on('exit', endProcesses);

/** Starts a daemon and waits until it says that it is ready (or has ended). */
export async function startProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  nodeFlags: readonly string[] = [],
): Promise<Running> {
  const child = spawn(process.execPath, [...nodeFlags, ENTRY, ...args], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let said = '';
  let url = '';
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(signal ?? code);
    });
  });
  const ready = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      url = /Serving on (http:\S+?),?\s/.exec(said)?.[1] ?? url;
      if (/Serving on|Working as/.test(said)) resolve();
    });
  });
  await Promise.race([ready, ended]);
  return {
    url,
    said: () => said,
    ended,
    signal: (signal) => void child.kill(signal),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export function runProcess(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ENTRY, ...args], {
      env: childEnvironment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? (signal === 'SIGKILL' ? 137 : 1), stdout, stderr });
    });
  });
}
