/** The forms of migrations: steps of SQL, and steps of code where SQL is not enough. */
import type { Dialect } from './sql.ts';
import type { RawRow } from './table.ts';

/** What a step of code may use. On SQLite all of it is one transaction. */
export interface MigrationTools {
  readonly dialect: Dialect;
  run(sql: string, params?: readonly unknown[]): Promise<number>;
  rows(sql: string, params?: readonly unknown[]): Promise<RawRow[]>;
  /** Gives a table another definition, with everything in it. */
  rebuild(table: string, to: TableDefinition): Promise<void>;
  /**
   * Changes rows in slices of their primary key, so that nobody waits for long: `change` is given the ids of one slice.
   * It may see a slice again after a crash.
   */
  eachSlice(table: string, change: (ids: readonly Buffer[]) => Promise<void>): Promise<void>;
}

export interface TableDefinition {
  /** What stands between the brackets of CREATE TABLE: SQLite makes the table anew and copies it. */
  readonly columns: string;
  /** CREATE INDEX statements, for SQLite. */
  readonly indexes: readonly string[];
  /** The same for MySQL and MariaDB, as changes to the table that is there. */
  readonly alter: readonly string[];
}

/**
 * One step. Code has to come to the same end when it is run again: on MySQL a process may die in the middle of it. SQL is
 * what MySQL, MariaDB and SQLite read alike.
 */
export type MigrationStep = string | ((tools: MigrationTools) => Promise<void>);

/** One chapter of the schema's history. */
export interface Migration {
  /** `0002-orders`: never renamed once released. */
  readonly name: string;
  /** Run in order, each once; a migration that was interrupted goes on with the step it was at. */
  readonly steps: readonly MigrationStep[];
}
