/** Opens the configured database: a SQLite file, or MySQL and MariaDB through mysql2. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Pool, PoolOptions } from 'mysql2';
import type { Options, Sequelize, Transaction } from 'sequelize';
import { backoffMs, sleep } from '../lib/backoff.ts';
import { type Connector, Database } from './database.ts';
import { isBusy } from './faults.ts';
import { GroupCommit, type GroupTransaction } from './group-commit.ts';
import type { Execute } from './sql.ts';
import { closeIdleConnections, SqliteHandle, sqliteDialectModule } from './sqlite-driver.ts';
import { requireReadable, sqliteFile } from './sqlite-file.ts';

export interface DatabaseOptions {
  /** `sqlite:path/to/file` or `mysql://user:password@host:port/name` (`mariadb://` is the same). */
  readonly url: string;
  /** Most connections to a MySQL server at a time. */
  readonly poolSize: number;
}

/** Opens a database. Nothing is asked of a MySQL server before the first statement. */
export function connectDatabase(options: DatabaseOptions): Database {
  const file = sqliteFile(options.url);
  return new Database(file ? connectSqlite(file) : connectMysql(options));
}

const load = createRequire(import.meta.url);

interface LazySequelize {
  (): Sequelize;
  /** Closes what was opened. */
  close(): Promise<void>;
}

/** Loaded on first use: Sequelize takes longer to load than most commands run. */
function lazySequelize(options: Options, url?: string, made?: (sequelize: Sequelize) => void): LazySequelize {
  let sequelize: Sequelize | undefined;
  const open = () => {
    if (!sequelize) {
      const { Sequelize: Class } = load('sequelize') as typeof import('sequelize');
      sequelize = url ? new Class(url, options) : new Class(options);
      made?.(sequelize);
    }
    return sequelize;
  };
  return Object.assign(open, { close: async () => sequelize?.close() });
}

interface ConnectionManager {
  readonly pool: { readonly using: number; readonly available: number; readonly waiting: number };
}

const managerOf = (sequelize: Sequelize): ConnectionManager =>
  (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;

const connectionOf = <T>(transaction: Transaction): T => (transaction as unknown as { connection: T }).connection;

const WRITES = /^\s*(insert|update|delete|create|drop|alter|replace)/i;

function connectSqlite(file: string): Connector {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  requireReadable(file);
  const sequelize = lazySequelize({
    dialect: 'sqlite',
    dialectModule: sqliteDialectModule,
    storage: file,
    logging: false,
    transactionType: 'IMMEDIATE' as never,
    retry: { max: 0 },
  });
  let reader: SqliteHandle | undefined;
  const handle = (): SqliteHandle => {
    reader ??= new SqliteHandle(file, 0, () => {});
    return reader;
  };
  const writers = new GroupCommit(async (): Promise<SqliteTransaction> => {
    const transaction = await sequelize().transaction();
    const connection = connectionOf<SqliteHandle>(transaction);
    return {
      transaction,
      execute: async (sql, params) => connection.execute(sql, params),
      run: (sql) => void connection.execute(sql),
      commit: () => transaction.commit(),
      rollback: () => rollBack(transaction),
    };
  });
  return {
    sequelize,
    dialect: 'sqlite',
    transact: (work) => writers.run(({ transaction, execute }) => work(transaction, execute)),
    async executeAlone(sql, params) {
      return WRITES.test(sql)
        ? patiently(() => writers.run(({ execute }) => execute(sql, params)))
        : patiently(() => handle().execute(sql, params));
    },
    changeSchema: (work) => changeSchemaOf(file, work),
    connections: () => ({}),
    async close() {
      reader?.close();
      await sequelize.close();
      closeIdleConnections(file);
    },
  };
}

/** A table that others refer to can only be made anew while references are not looked at; they are, before the commit. */
async function changeSchemaOf(file: string, work: (execute: Execute) => Promise<void>): Promise<void> {
  const own = new SqliteHandle(file, 0, () => {});
  own.execute('PRAGMA foreign_keys = OFF');
  try {
    await patiently(() => own.execute('BEGIN IMMEDIATE'));
    await work(async (sql, params) => own.execute(sql, params));
    const dangling = own.execute('PRAGMA foreign_key_check').rows;
    if (dangling.length > 0) throw new Error(`the migration leaves ${dangling.length} references to nothing`);
    own.execute('COMMIT');
  } catch (error) {
    own.execute('ROLLBACK;');
    throw error;
  } finally {
    own.execute('PRAGMA foreign_keys = ON');
    own.close();
  }
}

interface SqliteTransaction extends GroupTransaction {
  readonly transaction: Transaction;
  readonly execute: Execute;
}

/** A rollback that fails says that the connection is gone, and with it the transaction. */
async function rollBack(transaction: Transaction): Promise<void> {
  if ((transaction as unknown as { finished?: string }).finished) return;
  await transaction.rollback().catch(() => {});
}

/** Another process holds the file: wait without blocking this one. */
async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || attempt >= 200) throw error;
      await sleep(backoffMs(attempt, { firstMs: 5, maxMs: 100 }));
    }
  }
}

interface MysqlConnection {
  execute(sql: string, params: readonly unknown[], done: (error: Error | null, result: unknown) => void): void;
}

const executeOn = (connection: MysqlConnection): Execute => {
  return (sql, params) =>
    new Promise((resolve, reject) => {
      connection.execute(sql, params, (error, result) => {
        if (error) reject(error);
        else if (Array.isArray(result)) resolve({ rows: result, affected: 0 });
        else resolve({ rows: [], affected: (result as { affectedRows: number }).affectedRows });
      });
    });
};

/** What every connection is told first. */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // Whatever the server's own is: nothing is cut silently, and backslashes mean what they always mean.
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'",
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 10, group_concat_max_len = 67108864",
];

/** Connections for statements that need no transaction. */
function lazyPool(options: PoolOptions): { open(): Pool & MysqlConnection; close(): Promise<void> } {
  let pool: Pool | undefined;
  return {
    open() {
      if (!pool) {
        const { createPool } = load('mysql2') as typeof import('mysql2');
        pool = createPool(options);
        pool.on('connection', (connection) => {
          for (const statement of SESSION) connection.query(statement);
        });
      }
      return pool as Pool & MysqlConnection;
    },
    close: () => new Promise((resolve) => (pool ? pool.end(() => resolve()) : resolve())),
  };
}

function connectMysql({ url, poolSize }: DatabaseOptions): Connector {
  const options = {
    dialect: 'mysql',
    logging: false,
    pool: { max: poolSize, min: 0, idle: 30_000, acquire: 15_000 },
    retry: { max: 0 },
    keepDefaultTimezone: true,
    // Times travel as text; affected rows are rows matched; the driver's own decoding is the fastest.
    dialectOptions: {
      dateStrings: true,
      flags: ['FOUND_ROWS'],
      typeCast: true,
      charset: 'utf8mb4',
      connectTimeout: 5000,
    },
  } as const;
  const uri = url.replace(/^mariadb:/, 'mysql:');
  const sequelize = lazySequelize(options as unknown as Options, uri, (made) => {
    made.addHook('afterConnect', async (connection) => {
      const execute = executeOn(connection as MysqlConnection);
      for (const statement of SESSION) await execute(statement, []);
    });
  });
  const readers = lazyPool({
    ...options.dialectOptions,
    uri,
    connectionLimit: poolSize,
    flags: ['FOUND_ROWS'],
  } as PoolOptions);
  return {
    sequelize,
    dialect: 'mysql',
    async transact(work) {
      const transaction = await sequelize().transaction();
      try {
        const result = await work(transaction, executeOn(connectionOf<MysqlConnection>(transaction)));
        await transaction.commit();
        return result;
      } catch (error) {
        await rollBack(transaction);
        throw error;
      }
    },
    executeAlone: (sql, params) => executeOn(readers.open())(sql, params),
    changeSchema: (work) => work(async (sql, params) => executeOn(readers.open())(sql, params)),
    connections() {
      const { using, available, waiting } = managerOf(sequelize()).pool;
      return { using, available, waiting };
    },
    async close() {
      await readers.close();
      await sequelize.close();
    },
  };
}
