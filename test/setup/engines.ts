/**
 * The databases the tests run on: SQLite always; MariaDB when its server is on the machine (one of our own is started on
 * a free port, in a temporary folder) or when ORDERS_TEST_MARIADB_URL names one.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { connectDatabase } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';

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

const onPath = (program: string): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

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
const mariadbd = onPath('mariadbd');
let server: ChildProcess | undefined;
let serverUrl = givenUrl ?? '';
const pool: string[] = [];
let made = 0;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

async function startMariadb(): Promise<void> {
  const folder = join(scratch, 'mariadb');
  const user = userInfo().username;
  const install = onPath('mariadb-install-db') ?? 'mariadb-install-db';
  execFileSync(
    install,
    [
      '--no-defaults',
      `--datadir=${folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      `--user=${user}`,
    ],
    {
      stdio: 'ignore',
    },
  );
  const port = await freePort();
  const socket = join(scratch, 'm.sock');
  server = spawn(
    mariadbd as string,
    [
      '--no-defaults',
      `--datadir=${folder}`,
      `--user=${user}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      '--skip-log-bin',
      // Tests kill our processes, never the database: it need not wait for the disk.
      '--innodb-flush-log-at-trx-commit=2',
      '--max-connections=300',
    ],
    { stdio: 'ignore' },
  );
  serverUrl = `mysql://root@127.0.0.1:${port}`;
  await untilUp(serverUrl);
}

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const database = connectDatabase({ url: `${url}/mysql`, poolSize: 1 });
    try {
      await database.rows('SELECT 1 AS up');
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    } finally {
      await database.close();
    }
  }
}

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
        if (table !== 'migrations') await tx.run(`DELETE FROM ${table}`);
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

export const ENGINES: readonly Engine[] = givenUrl || mariadbd ? [sqlite, mariadb] : [sqlite];

/** The same suite on every engine there is. */
export function onEveryEngine(title: string, suite: (engine: Engine) => void): void {
  for (const engine of ENGINES) describe(`${title} (${engine.name})`, () => suite(engine));
}

export async function mochaGlobalSetup(): Promise<void> {
  // Real processes are started from dist: it has to be what the sources say.
  execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
  await makeTemplate();
  if (mariadbd && !givenUrl) await startMariadb();
  const names = ENGINES.map(({ name }) => name).join(' and ');
  const missing = ENGINES.length === 1 ? ' — MariaDB is not on this machine, its suites are left out' : '';
  process.stdout.write(`Database engines in this run: ${names}${missing}\n`);
}

export async function mochaGlobalTeardown(): Promise<void> {
  if (server) {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(scratch, { recursive: true, force: true });
}
