/**
 * Running one migration: its steps are noted as they are begun and done, so that one that was interrupted goes on where it
 * was. On SQLite all of it is one transaction; MySQL commits every change of a table by itself.
 */
import type { Database } from './database.ts';
import { isThereAlready } from './faults.ts';
import type { Migration, MigrationTools, TableDefinition } from './migration.ts';
import type { Execute } from './sql.ts';

const STEPS = `CREATE TABLE IF NOT EXISTS migration_steps (name VARCHAR(100) NOT NULL, step INT NOT NULL,
  done SMALLINT NOT NULL, PRIMARY KEY (name, step))`;

const SLICE = 500;

export async function runMigration(database: Database, { name, steps }: Migration): Promise<void> {
  await database.run(forDialect(STEPS, database.dialect));
  await database.changeSchema(async (execute) => {
    const noted = await stepsOf(execute, name);
    for (const [index, step] of steps.entries()) {
      const done = noted.get(index);
      if (done) continue;
      if (done === undefined)
        await execute('INSERT INTO migration_steps (name, step, done) VALUES (?, ?, 0)', [name, index]);
      // Begun and not noted as done: what it was to make may be there.
      const tools = toolsOf(database, done === undefined ? execute : tolerant(execute));
      if (typeof step === 'string') await tools.run(step);
      else await step(tools);
      await execute('UPDATE migration_steps SET done = 1 WHERE name = ? AND step = ?', [name, index]);
    }
  });
}

/** Whether each step that was begun is done. */
async function stepsOf(execute: Execute, name: string): Promise<Map<number, boolean>> {
  const { rows } = await execute('SELECT step, done FROM migration_steps WHERE name = ?', [name]);
  return new Map(rows.map(({ step, done }) => [Number(step), Number(done) === 1]));
}

const tolerant =
  (execute: Execute): Execute =>
  async (sql, params) => {
    try {
      return await execute(sql, params);
    } catch (error) {
      if (isThereAlready(error)) return { rows: [], affected: 0 };
      throw error;
    }
  };

function toolsOf({ dialect }: Database, execute: Execute): MigrationTools {
  const rows: MigrationTools['rows'] = async (sql, params = []) => (await execute(sql, params)).rows;
  const run: MigrationTools['run'] = async (sql, params = []) =>
    (await execute(forDialect(sql, dialect), params)).affected;
  return {
    dialect,
    run,
    rows,
    async rebuild(table, to) {
      if (dialect === 'sqlite') return rebuildTable({ run, rows }, table, to);
      for (const statement of to.alter) await run(statement);
    },
    async eachSlice(table, change) {
      for (let after = Buffer.alloc(0); ; ) {
        const found = await rows(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ${SLICE}`, [after]);
        const ids = found.map(({ id }) => id as Buffer);
        if (ids.length > 0) await change(ids);
        if (ids.length < SLICE) return;
        after = ids.at(-1) as Buffer<ArrayBuffer>;
      }
    },
  };
}

/** SQLite changes few things about a table that is there: a new one takes its rows and its name. */
async function rebuildTable(
  { run, rows }: Pick<MigrationTools, 'run' | 'rows'>,
  table: string,
  { columns, indexes }: TableDefinition,
): Promise<void> {
  const fresh = `${table}_rebuilt`;
  await run(`CREATE TABLE ${fresh} (${columns})`);
  const namesOf = async (name: string) =>
    (await rows(`PRAGMA table_info(${name})`)).map((column) => String(column.name));
  const kept = await namesOf(fresh);
  const list = (await namesOf(table)).filter((name) => kept.includes(name)).join(', ');
  await run(`INSERT INTO ${fresh} (${list}) SELECT ${list} FROM ${table}`);
  await run(`DROP TABLE ${table}`);
  await run(`ALTER TABLE ${fresh} RENAME TO ${table}`);
  for (const index of indexes) await run(index);
}

/** MySQL needs the engine and character set said; SQLite knows neither. */
function forDialect(statement: string, dialect: Database['dialect']): string {
  const create = /^\s*CREATE TABLE/i.test(statement);
  return create && dialect === 'mysql'
    ? `${statement} ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`
    : statement;
}
