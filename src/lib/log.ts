/** Structured logs (pino) on stderr. Secrets and card numbers are taken out before anything is written. */
import { type DestinationStream, pino } from 'pino';
import { redactCardNumbers } from './card-number.ts';

export interface Logger {
  debug(facts: object, message?: string): void;
  info(facts: object, message?: string): void;
  warn(facts: object, message?: string): void;
  error(facts: object, message?: string): void;
  child(facts: object): Logger;
}

const SECRETS = ['authorization', 'token', 'password', 'secret', 'payment_details', 'cookie'];

/** Writes to stderr unless told where. */
export function createLogger(level: string, into: DestinationStream = toStderr()): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...SECRETS, ...SECRETS.map((key) => `*.${key}`)], censor: '[removed]' },
      hooks: { streamWrite: redactCardNumbers },
    },
    into,
  );
}

const toStderr = (): DestinationStream => pino.destination({ fd: 2, sync: true });

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};
