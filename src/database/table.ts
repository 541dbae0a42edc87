/**
 * A table, described once: names, kinds and nullability of its columns. From the description come the row type, the
 * way values travel to and from the database, and the Sequelize model. The table itself is made by a migration; a test
 * holds the two against each other.
 */
import type { Attributes, DataTypes, Model, ModelStatic, Sequelize } from 'sequelize';
import { type Id, type IdPrefix, idFromBytes, idToBytes } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

export interface Column<T> {
  /** The name of the Sequelize type: its module is only loaded for models. */
  readonly type: 'STRING' | 'BLOB' | 'BIGINT' | 'TEXT';
  readonly encode: (value: T) => unknown;
  readonly decode: (value: never) => T;
  readonly nullable: boolean;
}

const column = <T>(type: Column<T>['type'], encode: (value: T) => unknown, decode: (value: never) => T): Column<T> => ({
  type,
  encode,
  decode,
  nullable: false,
});

const same = <T>(value: T): T => value;

/** `2026-01-31T10:00:00.000Z` ↔ `2026-01-31 10:00:00.000`, the form DATETIME(3) reads and an operator can read too. */
export const encodeTime = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 23)}`;
const decodeTime = (stored: string): Instant => `${stored.slice(0, 10)}T${stored.slice(11, 23).padEnd(12, '.000')}Z`;

export const id = <P extends IdPrefix>(prefix: P): Column<Id<P>> =>
  column<Id<P>>('BLOB', idToBytes, (bytes: Buffer) => idFromBytes(prefix, bytes));
export const text = <T extends string = string>(): Column<T> => column<T>('STRING', same, same);
/** A whole number; also money in minor units. Exact up to 2⁵³. */
export const int = (): Column<number> => column<number>('BIGINT', same, Number);
export const flag = (): Column<boolean> => column<boolean>('BIGINT', Number, (stored: number) => stored === 1);
export const time = (): Column<Instant> => column<Instant>('STRING', encodeTime, decodeTime);
export const json = <T>(): Column<T> => column<T>('TEXT', JSON.stringify, (stored: string) => JSON.parse(stored));

/** The same column, allowed to be empty. */
export const nullable = <T>(of: Column<T>): Column<T | null> => ({
  ...of,
  nullable: true,
  encode: (value) => (value === null ? null : of.encode(value)),
  decode: (value: never) => (value === null ? null : of.decode(value)),
});

// biome-ignore lint/suspicious/noExplicitAny: a column of any value type
type AnyColumn = Column<any>;
type Columns = Readonly<Record<string, AnyColumn>>;

export type RowOf<T> = T extends Table<infer Row> ? Row : never;
type RowFrom<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never };

export type RawRow = Record<string, unknown>;

/** A table and the rows it holds. */
export interface Table<Row extends object> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, AnyColumn>>;
  /** Comma-separated column names, for hand-written statements; `prefix` is a table alias. */
  list(prefix?: string): string;
  encode(row: Partial<Row>): RawRow;
  decode(raw: RawRow): Row;
  model(sequelize: Sequelize): ModelStatic<Model<Attributes<Model<RawRow>>>>;
}

export function defineTable<C extends Columns>(name: string, columns: C): Table<RowFrom<C>> {
  type Row = RowFrom<C>;
  const names = Object.keys(columns);
  const entries = Object.entries(columns);
  return {
    name,
    columns: columns as unknown as Table<Row>['columns'],
    list: (prefix) => names.map((column) => (prefix ? `${prefix}.${column}` : column)).join(', '),
    encode(row) {
      const raw: RawRow = {};
      for (const key in row) raw[key] = (columns[key] as AnyColumn).encode(row[key]);
      return raw;
    },
    decode(raw) {
      const row: RawRow = {};
      for (const [key, { decode }] of entries) row[key] = decode(raw[key] as never);
      return row as Row;
    },
    model(sequelize) {
      if (!sequelize.isDefined(name)) {
        const types = (sequelize.constructor as unknown as { DataTypes: typeof DataTypes }).DataTypes;
        const attributes = entries.map(([key, { type, nullable: allowNull }]) => [
          key,
          { type: types[type], allowNull, primaryKey: key === 'id' },
        ]);
        const model = sequelize.define(name, Object.fromEntries(attributes), { tableName: name, timestamps: false });
        if (!('id' in columns)) model.removeAttribute('id');
      }
      return sequelize.model(name) as never;
    },
  };
}
