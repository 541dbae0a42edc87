/** What a database error means: a unique key taken, worth trying again, or out of reach. One place knows the codes. */

/** A unique key was taken already. `key` names it: the MySQL key name, or SQLite's `table.column, table.column`. */
export class DuplicateKey extends Error {
  readonly key: string;

  constructor(key: string) {
    super(`duplicate value for the unique key ${key}`);
    this.name = 'DuplicateKey';
    this.key = key;
  }
}

/** The row was changed by someone else between reading and writing; the whole transaction is worth another try. */
export class StaleRow extends Error {
  constructor(what: string) {
    super(`${what} was changed meanwhile`);
    this.name = 'StaleRow';
  }
}

interface Coded {
  readonly code?: string;
  readonly errno?: number;
  readonly parent?: unknown;
  readonly message?: string;
}

/** Sequelize wraps the driver's error; the driver's own is what carries the code. */
export const origin = (error: unknown): Coded => {
  const coded = (error ?? {}) as Coded;
  return (coded.parent as Coded | undefined) ?? coded;
};

const ER_DUP_ENTRY = 1062;
/** Lock wait time-out, record changed since last read, deadlock; and Galera's or Group Replication's refused commit. */
const RETRYABLE_ERRNO = new Set([1205, 1020, 1213, 1047, 3101]);
const CONNECTION_LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);
const UNREACHABLE_NAMES = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionAcquireTimeoutError',
  'SequelizeHostNotFoundError',
  'SequelizeHostNotReachableError',
  'SequelizeConnectionTimedOutError',
]);

/** The same error, as `DuplicateKey` where it is one. */
export function translateFault(error: unknown): unknown {
  const { code, errno, message = '' } = origin(error);
  if (errno === ER_DUP_ENTRY) return new DuplicateKey(/for key '([^']+)'/.exec(message)?.[1] ?? message);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new DuplicateKey(message.replace(/^.*UNIQUE constraint failed: /, ''));
  }
  return error;
}

export const isBusy = (error: unknown): boolean => origin(error).code?.startsWith('SQLITE_BUSY') === true;

export const isConnectionLoss = (error: unknown): boolean => {
  const name = (error as { name?: string } | null)?.name ?? '';
  return CONNECTION_LOST.has(origin(error).code ?? '') || UNREACHABLE_NAMES.has(name);
};

/** Whether trying the whole transaction again may succeed. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof StaleRow ||
  isBusy(error) ||
  isConnectionLoss(error) ||
  RETRYABLE_ERRNO.has(origin(error).errno ?? 0);

/** Whether this is the unique key that has `part` in its name (a column, by convention the last of the key). */
export const isDuplicate = (error: unknown, part: string): boolean =>
  error instanceof DuplicateKey && error.key.includes(part);

/** Table, column, key, reference or check that is there already, or was to be dropped and is gone. */
const ER_THERE_ALREADY = new Set([1050, 1060, 1061, 1091, 1826, 3822]);

/** Whether a change of the schema failed because it had been made before. */
export const isThereAlready = (error: unknown): boolean => ER_THERE_ALREADY.has(origin(error).errno ?? 0);

const ER_NO_SUCH_TABLE = 1146;

export const isNoSuchTable = (error: unknown): boolean =>
  origin(error).errno === ER_NO_SUCH_TABLE || /no such table/.test(origin(error).message ?? '');
