/** One step of the schema's history. */
export interface Migration {
  /** `0002-orders`: never renamed once released. */
  readonly name: string;
  /** Plain SQL that MySQL, MariaDB and SQLite read alike, run in order. */
  readonly statements: readonly string[];
}
