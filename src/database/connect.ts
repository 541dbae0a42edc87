/** Opens the configured database: a SQLite file, or MySQL and MariaDB through mysql2. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Options, Sequelize, type Transaction } from 'sequelize';
import { backoffMs, sleep } from '../lib/backoff.ts';
import { type Connector, Database } from './database.ts';
import { isBusy } from './faults.ts';
import { GroupCommit, type GroupTransaction } from './group-commit.ts';
import type { Execute } from './sql.ts';
import { closeIdleConnections, type SqliteHandle, sqliteDialectModule } from './sqlite-driver.ts';

export interface DatabaseOptions {
  /** `sqlite:path/to/file` or `mysql://user:password@host:port/name` (`mariadb://` is the same). */
  readonly url: string;
  /** Most connections to a MySQL server at a time. */
  readonly poolSize: number;
}

/** Opens a database. Nothing is asked of a MySQL server before the first statement. */
export function connectDatabase(options: DatabaseOptions): Database {
  const sqlite = /^sqlite:(?:\/\/)?(.+)$/.exec(options.url);
  return new Database(sqlite?.[1] ? connectSqlite(sqlite[1]) : connectMysql(options));
}

interface ConnectionManager {
  getConnection(options?: object): Promise<unknown>;
  releaseConnection(connection: unknown): void;
  readonly pool: { readonly using: number; readonly available: number; readonly waiting: number };
}

const managerOf = (sequelize: Sequelize): ConnectionManager =>
  (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;

const connectionOf = <T>(transaction: Transaction): T => (transaction as unknown as { connection: T }).connection;

const WRITES = /^\s*(insert|update|delete|create|drop|alter|replace)/i;

function connectSqlite(file: string): Connector {
  mkdirSync(dirname(file), { recursive: true });
  const sequelize = new Sequelize({
    dialect: 'sqlite',
    dialectModule: sqliteDialectModule,
    storage: file,
    logging: false,
    transactionType: 'IMMEDIATE' as never,
    retry: { max: 0 },
  });
  const handle = async () => (await managerOf(sequelize).getConnection({})) as SqliteHandle;
  const writers = new GroupCommit(async (): Promise<SqliteTransaction> => {
    const transaction = await sequelize.transaction();
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
      const run = (connection: SqliteHandle) => patiently(() => connection.execute(sql, params));
      return WRITES.test(sql)
        ? patiently(() => writers.run(({ execute }) => execute(sql, params)))
        : run(await handle());
    },
    connections: () => ({}),
    async close() {
      (await handle()).close();
      await sequelize.close();
      closeIdleConnections(file);
    },
  };
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
  const sequelize = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), options as unknown as Options);
  sequelize.addHook('afterConnect', async (connection) => {
    const execute = executeOn(connection as MysqlConnection);
    await execute('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', []);
    await execute(
      "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 10, group_concat_max_len = 67108864",
      [],
    );
  });
  const manager = managerOf(sequelize);
  return {
    sequelize,
    dialect: 'mysql',
    async transact(work) {
      const transaction = await sequelize.transaction();
      try {
        const result = await work(transaction, executeOn(connectionOf<MysqlConnection>(transaction)));
        await transaction.commit();
        return result;
      } catch (error) {
        await rollBack(transaction);
        throw error;
      }
    },
    async executeAlone(sql, params) {
      const connection = await manager.getConnection();
      try {
        return await executeOn(connection as MysqlConnection)(sql, params);
      } finally {
        manager.releaseConnection(connection);
      }
    },
    connections() {
      const { using, available, waiting } = manager.pool;
      return { using, available, waiting };
    },
    close: () => sequelize.close(),
  };
}
