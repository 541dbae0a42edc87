/**
 * Rows of a child table as one column of their parent's statement, so that an order with all its parts is one round
 * trip. They travel as JSON: one array for each row, ids in hexadecimal. No engine promises their order; sort them.
 */
import type { Dialect } from './sql.ts';
import type { RawRow, Table } from './table.ts';

export interface Nested<Row> {
  /** The expression for the parent's column list; `where` sees the child as `alias`. */
  expression(dialect: Dialect, where: string): string;
  /** The rows in the column's value. */
  read(value: unknown): Row[];
}

/** All columns of a table, or some of them. `alias` names it inside the expression. */
export function nested<Row extends object, Key extends keyof Row & string = keyof Row & string>(
  table: Table<Row>,
  alias: string,
  keys: readonly Key[] = Object.keys(table.columns) as Key[],
): Nested<Pick<Row, Key>> {
  const columns = keys.map((key) => ({ key, ...table.columns[key] }));
  const isId = (type: string) => type === 'BLOB';
  const list = columns.map(({ key, type }) => (isId(type) ? `HEX(${alias}.${key})` : `${alias}.${key}`)).join(', ');
  return {
    expression(dialect, where) {
      const rows = dialect === 'mysql' ? `JSON_ARRAYAGG(JSON_ARRAY(${list}))` : `json_group_array(json_array(${list}))`;
      return `(SELECT ${rows} FROM ${table.name} ${alias} WHERE ${where})`;
    },
    read(value) {
      const rows: unknown[][] = typeof value === 'string' ? JSON.parse(value) : ((value as unknown[][] | null) ?? []);
      return rows.map((values) => {
        const row: RawRow = {};
        for (const [at, { key, type, decode }] of columns.entries()) {
          const raw = values[at];
          row[key] = decode((isId(type) && raw !== null ? Buffer.from(raw as string, 'hex') : raw) as never);
        }
        return row as Pick<Row, Key>;
      });
    },
  };
}
