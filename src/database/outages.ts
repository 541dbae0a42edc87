/**
 * What is wrong with the database when it is neither our bug nor a passing loss of the connection: a full disk, a wrong
 * password, a damaged file. One place knows the codes, and says in a sentence what the operator can do.
 */
import { isConnectionLoss, origin } from './faults.ts';

export interface Outage {
  readonly code: 'database_unavailable' | 'database_refused' | 'storage_full';
  /** For the operator: what is wrong, and the cure. Names no secret. */
  readonly cure: string;
  /** Whether it may pass without anybody doing anything. */
  readonly passes: boolean;
}

const full = 'The disk of the database is full; make room, and it goes on by itself.';
const noRoom = 'The disk is full; make room, and try again.';
const where = 'orders config show tells which database is meant';

/** By SQLite's code, its beginning being enough. */
const SQLITE: readonly (readonly [string, Outage['code'], string])[] = [
  ['SQLITE_FULL', 'storage_full', full],
  [
    'SQLITE_READONLY',
    'database_refused',
    'The database file can only be read; give the user who runs orders the right to write it and its folder.',
  ],
  [
    'SQLITE_CORRUPT',
    'database_refused',
    'The database file is damaged; stop every orders process and put a backup in its place.',
  ],
  ['SQLITE_NOTADB', 'database_refused', `The database file is no SQLite database; ${where}.`],
  ['SQLITE_CANTOPEN', 'database_refused', `The database file cannot be opened; ${where}.`],
  ['SQLITE_PERM', 'database_refused', `The database file may not be opened; ${where}.`],
  ['SQLITE_IOERR', 'database_refused', 'The disk of the database does not work as it should; look at the system log.'],
];

/** By the error number of MySQL and MariaDB. */
const MYSQL = new Map<number, readonly [Outage['code'], string]>([
  ...[1044, 1045, 1698, 1142, 1143, 1227].map(
    (errno) =>
      [
        errno,
        [
          'database_refused',
          'The database server does not let this user in, or not do that: are user, password, rights and the name of the database as they should be? A # or / in the password is written %23 or %2F.',
        ],
      ] as const,
  ),
  [1049, ['database_refused', 'The database server has no database of this name; create it with CREATE DATABASE.']],
  ...[1021, 1026, 1114].map((errno) => [errno, ['storage_full', full]] as const),
  ...[1290, 1836, 1792].map(
    (errno) =>
      [errno, ['database_refused', 'The database server takes no writes (it is read-only); is it a replica?']] as const,
  ),
  ...[1040, 1203, 1226].map(
    (errno) =>
      [
        errno,
        [
          'database_unavailable',
          'The database server has no free connections; raise its max_connections or lower ORDERS_DATABASE_POOL_SIZE.',
        ],
      ] as const,
  ),
]);

const FILES = new Map<string, readonly [Outage['code'], string]>([
  ['ENOSPC', ['storage_full', noRoom]],
  ['EDQUOT', ['storage_full', noRoom]],
]);

/** What is wrong with the database, if that is what this error says. */
export function outageOf(error: unknown): Outage | undefined {
  const { code = '', errno = 0, message = '' } = origin(error);
  const named = /attempt to write a readonly database/.test(message) ? 'SQLITE_READONLY' : code;
  const sqlite = SQLITE.find(([beginning]) => named.startsWith(beginning));
  if (sqlite) return { code: sqlite[1], cure: sqlite[2], passes: false };
  // A file that cannot even be opened has no code of its own.
  if (/^ConnectionFailed\(.*: 14"\)/.test(message)) {
    return { code: 'database_refused', cure: `The database file cannot be opened; ${where}.`, passes: false };
  }
  const known = MYSQL.get(errno) ?? FILES.get(code);
  if (known) return { code: known[0], cure: `${known[1]}`, passes: known[0] === 'database_unavailable' };
  if (!isConnectionLoss(error)) return undefined;
  const said = message || (error as Error).name;
  return {
    code: 'database_unavailable',
    cure: `The database does not answer (${said}). Is it running? ${where}.`,
    passes: true,
  };
}
