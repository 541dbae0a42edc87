/** Structured logs (pino) on stderr. Secrets and card numbers are taken out before anything is written. */
import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import { redactCardNumbers } from '../lib/card-number.ts';
import { printable } from '../lib/foreign-text.ts';

export interface Logger {
  debug(facts: object, message?: string): void;
  info(facts: object, message?: string): void;
  warn(facts: object, message?: string): void;
  error(facts: object, message?: string): void;
  child(facts: object): Logger;
}

const SECRETS = ['authorization', 'token', 'password', 'secret', 'payment_details', 'cookie'];

/** Writes to stderr unless told where. The library is loaded for the first line that is written. */
export function createLogger(level: string, into?: DestinationStream): Logger {
  let made: Logger | undefined;
  const logger = (): Logger => {
    made ??= makePino(level, into);
    return made;
  };
  return {
    debug: (facts, message) => (level === 'debug' ? logger().debug(facts, message) : undefined),
    info: (facts, message) => logger().info(facts, message),
    warn: (facts, message) => logger().warn(facts, message),
    error: (facts, message) => logger().error(facts, message),
    child: (facts) => logger().child(facts),
  };
}

const load = createRequire(import.meta.url);

function makePino(level: string, into: DestinationStream | undefined): Logger {
  const { pino } = load('pino') as typeof import('pino');
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...SECRETS, ...SECRETS.map((key) => `*.${key}`)], censor: '[removed]' },
      // A line stays a line, and what is in it is shown and not obeyed.
      hooks: { streamWrite: (line) => `${redactCardNumbers(printable(line.trimEnd()))}\n` },
    },
    into ?? pino.destination({ fd: 2, sync: true }),
  );
}

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};
