/** The databases without us: prepared statements and transactions through mysql2 and libsql, and nothing else. */
import { createRequire } from 'node:module';
import mysql from 'mysql2/promise';

export interface BareTransaction {
  run(sql: string, params: unknown[]): Promise<unknown> | unknown;
}

export interface BareDatabase {
  transaction(work: (tx: BareTransaction) => Promise<void>): Promise<void>;
  rows(sql: string, params: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export const openBare = (url: string, connections: number): BareDatabase =>
  url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openMysql(url, connections);

function openMysql(uri: string, connectionLimit: number): BareDatabase {
  const pool = mysql.createPool({ uri, connectionLimit, dateStrings: true, timezone: 'Z' });
  return {
    async transaction(work) {
      const connection = await pool.getConnection();
      try {
        await connection.query('START TRANSACTION');
        await work({ run: (sql, params) => connection.execute(sql, params as never) });
        await connection.query('COMMIT');
      } finally {
        connection.release();
      }
    },
    rows: async (sql, params) => (await pool.execute(sql, params as never))[0] as Record<string, unknown>[],
    close: () => pool.end(),
  };
}

interface Statement {
  run(params: unknown[]): unknown;
  all(params: unknown[]): Record<string, unknown>[];
}
interface Libsql {
  prepare(sql: string): Statement;
  close(): void;
}

/** With the program's own durability: WAL, and every commit waits for the disk. */
export function openLibsql(file: string, synchronous = 'FULL'): Libsql {
  const Driver = createRequire(import.meta.url)('libsql') as new (file: string) => Libsql;
  const raw = new Driver(file);
  for (const pragma of [
    'journal_mode = WAL',
    `synchronous = ${synchronous}`,
    'foreign_keys = ON',
    'busy_timeout = 5000',
  ])
    raw.prepare(`PRAGMA ${pragma}`).all([]);
  return raw;
}

function openSqlite(file: string): BareDatabase {
  const raw = openLibsql(file);
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const statement = statements.get(sql) ?? raw.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  // One writer at a time, first come first served: a synchronous driver has nothing to gain from more.
  let last: Promise<void> = Promise.resolve();
  return {
    transaction(work) {
      last = last.then(async () => {
        prepare('BEGIN IMMEDIATE').run([]);
        await work({ run: (sql, params) => prepare(sql).run(params) });
        prepare('COMMIT').run([]);
      });
      return last;
    },
    rows: async (sql, params) =>
      prepare(sql)
        .all(params)
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([key, value]) => [key, value instanceof ArrayBuffer ? Buffer.from(value) : value]),
          ),
        ),
    close: async () => raw.close(),
  };
}
