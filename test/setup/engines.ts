/**
 * The databases the tests run on: SQLite always; MariaDB when its server is on the machine (one of our own is started on
 * a free port, in a temporary folder) or when ORDERS_TEST_MARIADB_URL names one.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { hasMariadb, type MariadbOptions, type MariadbServer, startMariadb } from './mariadb-server.ts';
import { endProcesses } from './processes.ts';

export interface FreshDatabase {
  readonly url: string;
  dispose(): Promise<void>;
}

export interface Engine {
  readonly name: 'SQLite' | 'MariaDB';
  /** A migrated, empty database of its own. */
  fresh(): Promise<FreshDatabase>;
}

const scratch = mkdtempSync(join(tmpdir(), 'orders-test-'));
export const scratchFolder = (): string => mkdtempSync(join(scratch, 'w-'));

// --- SQLite: one migrated file, copied for each test ---

const template = join(scratch, 'template.sqlite');

async function makeTemplate(): Promise<void> {
  const database = connectDatabase({ url: `sqlite:${template}`, poolSize: 1 });
  await migrate(database);
  await database.run('PRAGMA wal_checkpoint(TRUNCATE)');
  await database.close();
}

const sqlite: Engine = {
  name: 'SQLite',
  async fresh() {
    const file = join(scratchFolder(), 'orders.sqlite');
    copyFileSync(template, file);
    return { url: `sqlite:${file}`, dispose: async () => {} };
  },
};

// --- MariaDB: a pool of migrated databases, emptied between tests ---

const givenUrl = process.env.ORDERS_TEST_MARIADB_URL;
let server: MariadbServer | undefined;
let serverUrl = givenUrl ?? '';
const pool: string[] = [];
let made = 0;

async function withServer<T>(
  name: string,
  work: (database: ReturnType<typeof connectDatabase>) => Promise<T>,
): Promise<T> {
  const database = connectDatabase({ url: `${serverUrl}/${name}`, poolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function makeDatabase(): Promise<string> {
  const name = `orders_test_${process.pid}_${++made}`;
  await withServer('mysql', (database) => database.run(`CREATE DATABASE ${name}`));
  await withServer(name, (database) => migrate(database));
  return name;
}

async function empty(name: string): Promise<void> {
  await withServer(name, (database) =>
    database.atomic('test.empty', async (tx) => {
      await tx.run('SET FOREIGN_KEY_CHECKS = 0');
      for (const row of await tx.rows<Record<string, string>>('SHOW TABLES')) {
        const [table] = Object.values(row);
        if (!table?.startsWith('migration')) await tx.run(`DELETE FROM ${table}`);
      }
      await tx.run('SET FOREIGN_KEY_CHECKS = 1');
    }),
  );
}

const mariadb: Engine = {
  name: 'MariaDB',
  async fresh() {
    const name = pool.pop() ?? (await makeDatabase());
    return {
      url: `${serverUrl}/${name}`,
      async dispose() {
        await empty(name);
        pool.push(name);
      },
    };
  },
};

/** `sqlite`, `mariadb`, or both with a comma: only these, whatever else the machine has. */
const chosen = process.env.ORDERS_TEST_ENGINES?.split(',').map((name) => name.trim().toLowerCase());

function enginesToTest(): readonly Engine[] {
  const there = givenUrl || hasMariadb ? [sqlite, mariadb] : [sqlite];
  const wanted = there.filter(({ name }) => chosen === undefined || chosen.includes(name.toLowerCase()));
  if (wanted.length > 0) return wanted;
  const names = there.map(({ name }) => name).join(', ');
  throw new Error(`ORDERS_TEST_ENGINES=${chosen?.join(',')}: this machine has ${names}`);
}

export const ENGINES = enginesToTest();

/** The same suite on every engine there is. */
export function onEveryEngine(title: string, suite: (engine: Engine) => void): void {
  for (const engine of ENGINES) describe(`${title} (${engine.name})`, () => suite(engine));
}

/** Builds the program, starts what the engines need, and says which there are. */
export async function openEngines(options: MariadbOptions): Promise<void> {
  // Real processes are started from dist: it has to be what the sources say.
  if (!process.env.ORDERS_TEST_NO_BUILD) execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
  await makeTemplate();
  if (ENGINES.includes(mariadb) && !givenUrl) {
    server = await startMariadb(scratch, options);
    serverUrl = server.url;
  }
  const names = ENGINES.map(({ name }) => name).join(' and ');
  const missing = ENGINES.includes(mariadb)
    ? ''
    : ' — MariaDB is not on this machine or was not chosen; its part is left out';
  process.stdout.write(`Database engines in this run: ${names}${missing}\n`);
}

const closers: (() => Promise<void>)[] = [];

/** Something else that a test started once for all, to be ended with the engines. */
export function onClose(closer: () => Promise<void>): void {
  closers.push(closer);
}

export async function closeEngines(): Promise<void> {
  endProcesses();
  for (const close of closers) await close();
  await server?.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Tests kill our processes, never the database: it need not wait for the disk. */
export const mochaGlobalSetup = (): Promise<void> => openEngines({ durable: false });
export const mochaGlobalTeardown = closeEngines;
