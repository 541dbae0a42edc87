/**
 * What stores speak: typed reads and writes on one database, inside a transaction or outside. Ordinary reads go through
 * the Sequelize models; writes and hot reads are single prepared statements. "Affected" counts are rows *matched* on
 * every engine (the connection sets FOUND_ROWS), so `=== 0` always means "the guard did not hold".
 */
import type { Order, Sequelize, Transaction } from 'sequelize';
import { translateFault } from './faults.ts';
import type { RawRow, Table } from './table.ts';
import { isTraced, traced } from './trace.ts';

export type Dialect = 'mysql' | 'sqlite';

export interface StatementResult {
  readonly rows: RawRow[];
  readonly affected: number;
}

/** Runs one prepared statement on one connection. */
export type Execute = (sql: string, params: readonly unknown[]) => Promise<StatementResult>;

export type Where<Row> = { readonly [K in keyof Row]?: Row[K] | readonly Row[K][] };

export interface FindOptions {
  readonly order?: readonly (readonly [column: string, direction: 'ASC' | 'DESC'])[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface SqlParts {
  readonly sequelize: () => Sequelize;
  readonly dialect: Dialect;
  readonly execute: Execute;
  readonly transaction?: Transaction;
}

/** A database handle. A `Tx` is one too, so every store function works in and out of transactions. */
export class Sql {
  readonly dialect: Dialect;
  /** Loaded when a model is asked for: commands that only read do without it. */
  protected readonly sequelize: () => Sequelize;
  private readonly execute: Execute;
  private readonly transaction: Transaction | undefined;

  constructor({ sequelize, dialect, execute, transaction }: SqlParts) {
    this.sequelize = sequelize;
    this.dialect = dialect;
    this.execute = execute;
    this.transaction = transaction;
  }

  /** A hand-written SELECT; rows as the driver gives them. */
  async rows<T = RawRow>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.statement(sql, params)).rows as T[];
  }

  /** A hand-written SELECT of all columns of a table (`SELECT ${table.list('t')} FROM …`), decoded. */
  async select<Row extends object>(table: Table<Row>, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.rows(sql, params)).map(table.decode);
  }

  /** A hand-written write; how many rows it matched. */
  async run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.statement(sql, params)).affected;
  }

  /** One statement for all the rows; no rows, no statement. Throws DuplicateKey. */
  async insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(table.columns);
    const params = rows.flatMap((row) => {
      const raw = table.encode(row);
      return columns.map((column) => raw[column] ?? null);
    });
    const tuple = `(${columns.map(() => '?').join(', ')})`;
    const tuples = rows.map(() => tuple).join(', ');
    await this.run(`INSERT INTO ${table.name} (${columns.join(', ')}) VALUES ${tuples}`, params);
  }

  /** Sets columns of the rows that match; how many matched. */
  async update<Row extends object>(table: Table<Row>, changes: Partial<Row>, where: Where<Row>): Promise<number> {
    const set = Object.entries(table.encode(changes));
    const condition = whereClause(table, where);
    const sql = `UPDATE ${table.name} SET ${set.map(([column]) => `${column} = ?`).join(', ')} WHERE ${condition.sql}`;
    return this.run(sql, [...set.map(([, value]) => value), ...condition.params]);
  }

  async remove<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    const condition = whereClause(table, where);
    return this.run(`DELETE FROM ${table.name} WHERE ${condition.sql}`, condition.params);
  }

  /** Rows through the Sequelize model. `where` takes values or lists of values. */
  async find<Row extends object>(table: Table<Row>, where: Where<Row> = {}, options: FindOptions = {}): Promise<Row[]> {
    try {
      const sequelize = this.sequelize();
      const condition = Object.keys(where).length > 0 ? whereClause(table, where) : undefined;
      let bound = 0;
      // Values are bound, never written into the statement: how a server reads quotes is its own affair.
      const literal = condition?.sql.replace(/\?/g, () => `$${++bound}`);
      const raws = await table.model(sequelize).findAll({
        ...(literal ? { where: sequelize.literal(literal), bind: condition?.params as unknown[] } : {}),
        order: options.order as Order | undefined,
        limit: options.limit,
        offset: options.offset,
        raw: true,
        transaction: this.transaction ?? null,
      });
      return (raws as unknown as RawRow[]).map(table.decode);
    } catch (error) {
      throw translateFault(error);
    }
  }

  async findOne<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<Row | undefined> {
    return (await this.find(table, where, { limit: 1 }))[0];
  }

  /** `FOR UPDATE` where the engine has row locks; on SQLite the writer is alone anyway. */
  get forUpdate(): string {
    return this.dialect === 'mysql' && this.transaction ? ' FOR UPDATE' : '';
  }

  private async statement(sql: string, params: readonly unknown[]): Promise<StatementResult> {
    const begun = isTraced() ? performance.now() : 0;
    try {
      const result = await this.execute(sql, params);
      if (begun > 0) traced({ sql, ms: performance.now() - begun, rows: result.rows.length + result.affected });
      return result;
    } catch (error) {
      throw translateFault(error);
    }
  }
}

function encodeWhere<Row extends object>(table: Table<Row>, where: Where<Row>): RawRow {
  const raw: RawRow = {};
  for (const [key, value] of Object.entries(where)) {
    const { encode } = table.columns[key as keyof Row & string];
    raw[key] = Array.isArray(value) ? value.map(encode) : encode(value as never);
  }
  return raw;
}

function whereClause<Row extends object>(table: Table<Row>, where: Where<Row>): { sql: string; params: unknown[] } {
  const raw = Object.entries(encodeWhere(table, where));
  if (raw.length === 0) throw new Error(`a write on ${table.name} without a condition`);
  const parts = raw.map(([key, value]) => {
    if (Array.isArray(value)) return `${key} IN (${value.map(() => '?').join(', ') || 'NULL'})`;
    return value === null ? `${key} IS NULL` : `${key} = ?`;
  });
  return { sql: parts.join(' AND '), params: raw.flatMap(([, value]) => (value === null ? [] : value)) };
}
