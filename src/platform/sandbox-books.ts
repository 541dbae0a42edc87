/** The books of a sandbox provider: a small SQLite file of its own, apart from the shop's database. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const load = createRequire(import.meta.url);

interface Statement {
  run(params: readonly unknown[]): { changes: number };
  all(params: readonly unknown[]): unknown[];
}

export interface Books {
  prepare(sql: string): Statement;
  inTransaction<T>(work: () => T): T;
  close(): void;
}

interface RawDatabase {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

/** Books in `file`, made and opened at first use, so commands that never need them never touch the file. */
export function openBooks(file: string, schema: string): Books {
  let raw: RawDatabase | undefined;
  const statements = new Map<string, Statement>();
  const database = (): RawDatabase => {
    if (raw) return raw;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const Libsql = load('libsql') as new (file: string) => RawDatabase;
    raw = new Libsql(file);
    // Other processes hold this file for microseconds only, so waiting inside the call is fine here.
    for (const pragma of ['busy_timeout = 5000', 'journal_mode = WAL', 'synchronous = NORMAL']) {
      raw.prepare(`PRAGMA ${pragma}`).all([]);
    }
    raw.exec(schema);
    return raw;
  };
  return {
    prepare(sql) {
      const statement = statements.get(sql) ?? database().prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    inTransaction(work) {
      database().exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database().exec('COMMIT');
        return result;
      } catch (error) {
        database().exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      raw?.close();
      raw = undefined;
      statements.clear();
    },
  };
}
