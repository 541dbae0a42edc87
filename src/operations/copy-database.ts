/** The whole shop from one database into another, empty one: how a shop leaves its SQLite file for MariaDB, or comes back. */
import type { Database, Tx } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { listWorkers } from '../jobs/workers.ts';
import { toInstant } from '../lib/time.ts';
import { repostAll } from '../outbox/store.ts';

/** Of the store itself, and made anew there. */
const LEFT_OUT = new Set(['migrations', 'migration_steps', 'jobs', 'workers', 'sqlite_sequence']);
const BATCH = 500;
/** Placeholders of one statement, within what every engine takes. */
const MOST_VALUES = 5000;

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

/**
 * Copies every table, all of them or none; `told` hears of each. Both databases have the same schema. Throws `usage` when a
 * worker lives on the source, or the target holds anything already.
 */
export async function copyDatabase(
  from: Database,
  to: Database,
  told: (copied: CopiedTable) => void,
): Promise<CopiedTable[]> {
  const alive = (await listWorkers(from, toInstant(Date.now()))).filter((worker) => worker.alive);
  if (alive.length > 0) {
    throw new Refusal('usage', `${alive[0]?.name} still works on this shop: stop serve and worker first, then copy.`);
  }
  const tables = await tablesOf(from);
  for (const table of tables) {
    if ((await count(to, table)) > 0) {
      throw new Refusal(
        'usage',
        `The other database is not empty: it has ${table}. Name a new one, and nothing is lost.`,
      );
    }
  }
  // One transaction on either side: what is placed meanwhile is in it whole, or not at all.
  return from.atomic('db.read', (source) => to.atomic('db.copy', (tx) => copyTables({ source, tx, tables, told })));
}

interface Copying {
  readonly source: Tx;
  readonly tx: Tx;
  readonly tables: readonly string[];
  readonly told: (copied: CopiedTable) => void;
}

async function copyTables({ source, tx, tables, told }: Copying): Promise<CopiedTable[]> {
  if (tx.dialect === 'mysql') await tx.run('SET FOREIGN_KEY_CHECKS = 0');
  else await tx.run('PRAGMA defer_foreign_keys = ON');
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    const rows = await copyTable(source, table, (sql, params) => tx.run(sql, params));
    copied.push({ table, rows });
    told({ table, rows });
  }
  await repostAll(tx);
  if (tx.dialect === 'mysql') await tx.run('SET FOREIGN_KEY_CHECKS = 1');
  return copied;
}

async function tablesOf(database: Database): Promise<string[]> {
  const sql =
    database.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name';
  const names = (await database.rows<{ name: string }>(sql)).map(({ name }) => name);
  return names.filter((name) => !LEFT_OUT.has(name));
}

/** The columns of a table's primary key. */
async function keyOf(database: Sql, table: string): Promise<string[]> {
  const rows =
    database.dialect === 'sqlite'
      ? await database.rows<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', [table])
      : await database.rows<{ name: string }>(
          `SELECT column_name AS name FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
             AND table_name = ? AND constraint_name = 'PRIMARY' ORDER BY ordinal_position`,
          [table],
        );
  return rows.map(({ name }) => name);
}

async function count(database: Database, table: string): Promise<number> {
  const [row] = await database.rows<{ total: number }>(`SELECT COUNT(*) AS total FROM ${table}`);
  return Number(row?.total ?? 0);
}

type Run = (sql: string, params: readonly unknown[]) => Promise<number>;

/** Rows in the order of the primary key, a batch at a time. */
async function copyTable(from: Sql, table: string, run: Run): Promise<number> {
  const key = (await keyOf(from, table)).join(', ');
  let copied = 0;
  for (;;) {
    const rows = await from.rows<Record<string, unknown>>(
      `SELECT * FROM ${table} ORDER BY ${key} LIMIT ${BATCH} OFFSET ${copied}`,
    );
    if (rows.length === 0) return copied;
    const columns = Object.keys(rows[0] as object);
    const most = Math.max(1, Math.floor(MOST_VALUES / columns.length));
    for (let at = 0; at < rows.length; at += most) {
      const part = rows.slice(at, at + most);
      const marks = part.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
      const values = part.flatMap((row) => columns.map((column) => plain(row[column])));
      await run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${marks}`, values);
    }
    copied += rows.length;
  }
}

/** Drivers give some columns as values of their own; tables hold texts, numbers and bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) return JSON.stringify(value);
  return value;
}
