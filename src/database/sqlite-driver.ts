/**
 * SQLite for Sequelize, on libsql. Sequelize asks its `dialectModule` for the callback interface of the `sqlite3`
 * package; libsql offers the synchronous interface of better-sqlite3. This adapter stands between them and
 *
 * - keeps connections: Sequelize opens one for each transaction, here opening borrows an idle one of the same file;
 * - keeps prepared statements, by text, for each connection;
 * - turns values into what libsql takes (a boolean aborts the process) and blobs into Buffers.
 *
 * `busy_timeout` stays 0: waiting inside a synchronous call would stop the whole process, so a busy database is
 * answered at once and retried outside (see atomic.ts).
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

interface LibsqlStatement {
  readonly reader: boolean;
  run(params: readonly unknown[]): { changes: number; lastInsertRowid: number };
  all(params: readonly unknown[]): Record<string, unknown>[];
}

interface LibsqlDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): LibsqlStatement;
  exec(sql: string): void;
  close(): void;
}

export interface SqliteResult {
  readonly rows: Record<string, unknown>[];
  readonly affected: number;
}

interface Connection {
  readonly raw: LibsqlDatabase;
  readonly statements: Map<string, LibsqlStatement>;
}

const STATEMENTS_KEPT = 300;
const CONNECTIONS_KEPT = 16;
const idle = new Map<string, Connection[]>();

function openConnection(file: string): Connection {
  const kept = idle.get(file)?.pop();
  if (kept) return kept;
  const Libsql = load('libsql') as new (file: string) => LibsqlDatabase;
  const raw = new Libsql(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    raw.prepare(`PRAGMA ${pragma}`).all([]);
  }
  return { raw, statements: new Map() };
}

function giveBack(file: string, connection: Connection): void {
  const kept = idle.get(file) ?? [];
  idle.set(file, kept);
  if (kept.length < CONNECTIONS_KEPT) kept.push(connection);
  else connection.raw.close();
}

/** Closes the idle connections of a file; those in use close when they are given back and the process ends. */
export function closeIdleConnections(file: string): void {
  for (const connection of idle.get(file) ?? []) connection.raw.close();
  idle.delete(file);
}

const toLibsql = (value: unknown): unknown => {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
};

const fromLibsql = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const key in row) {
    const value = row[key];
    if (value instanceof ArrayBuffer) row[key] = Buffer.from(value);
  }
  return row;
};

type Callback = (this: { changes: number; lastID: number }, error: Error | null, rows?: unknown[]) => void;

/** One SQLite handle: what Sequelize calls a connection. */
export class SqliteHandle {
  readonly filename: string;
  /** Written by Sequelize: the transaction this handle belongs to. */
  uuid?: string;
  private connection: Connection | undefined;
  private refusal: Error | undefined;

  constructor(file: string, _mode: number, opened: (error: Error | null) => void) {
    this.filename = file;
    try {
      this.connection = openConnection(file);
      process.nextTick(opened, null);
    } catch (error) {
      this.refusal = error as Error;
      process.nextTick(opened, error as Error);
    }
  }

  /** Runs one statement and returns its rows and how many rows it changed. Throws what SQLite throws. */
  execute(sql: string, params: readonly unknown[] = []): SqliteResult {
    // Sequelize rolls back a transaction whose BEGIN was refused because the file is busy: there is none to undo.
    if (sql.startsWith('ROLLBACK;') && this.connection?.raw.inTransaction === false) return { rows: [], affected: 0 };
    const statement = this.prepare(sql);
    const values = params.map(toLibsql);
    if (statement.reader) return { rows: statement.all(values).map(fromLibsql), affected: 0 };
    return { rows: [], affected: statement.run(values).changes };
  }

  private prepare(sql: string): LibsqlStatement {
    if (!this.connection) throw this.refusal ?? new Error('this SQLite handle is closed');
    const { raw, statements } = this.connection;
    let statement = statements.get(sql);
    if (!statement) {
      statement = raw.prepare(sql);
      if (statements.size >= STATEMENTS_KEPT) statements.clear();
      statements.set(sql, statement);
    }
    return statement;
  }

  // --- the part of sqlite3's interface that Sequelize calls ---

  serialize(work: () => void): void {
    work();
  }

  run(sql: string, ...rest: unknown[]): this {
    return this.answer(sql, rest);
  }

  all(sql: string, ...rest: unknown[]): this {
    return this.answer(sql, rest);
  }

  private answer(sql: string, rest: unknown[]): this {
    const callback = rest.find((item) => typeof item === 'function') as Callback | undefined;
    const named = rest.find((item) => typeof item === 'object' && item !== null) as Record<string, unknown> | undefined;
    try {
      const { text, values } = bindNamed(sql, named);
      const { rows, affected } = this.execute(text, values);
      callback?.call({ changes: affected, lastID: 0 }, null, rows);
    } catch (error) {
      if (!callback) throw error;
      callback.call({ changes: 0, lastID: 0 }, error as Error);
    }
    return this;
  }

  close(done?: (error: Error | null) => void): void {
    if (this.connection) giveBack(this.filename, this.connection);
    this.connection = undefined;
    done?.(null);
  }
}

/** Sequelize binds `$1`, `$2` …; the driver takes values in a row. */
function bindNamed(
  sql: string,
  named: Readonly<Record<string, unknown>> | undefined,
): { readonly text: string; readonly values: readonly unknown[] } {
  if (!named || Object.keys(named).length === 0) return { text: sql, values: [] };
  const values: unknown[] = [];
  const text = sql.replace(/\$(\d+)\b/g, (name) => {
    values.push(named[name]);
    return '?';
  });
  return { text, values };
}

/** What Sequelize is given as `dialectModule`. */
export const sqliteDialectModule = { Database: SqliteHandle, OPEN_READWRITE: 2, OPEN_CREATE: 4 };
