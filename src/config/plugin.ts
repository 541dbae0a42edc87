/** What every plug-in is to the program: a code, settings of its own, and how it is opened. */
import type { SettingTable, ValuesOf } from './setting.ts';

/** What a plug-in may know of the program it is opened in. */
export interface PluginWorld {
  /** The data folder of this installation. */
  readonly dataDir: string;
  /** How customers reach the API. */
  readonly publicUrl: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Closable {
  close(): void;
}

/** A plug-in as the lists hold it. */
export interface Plugin<Opened> {
  readonly code: string;
  readonly settings: SettingTable;
  /** Settings, by their keys, without which it cannot be used. */
  readonly needs?: readonly string[];
  /** Stands in for a provider while the program is tried out; refused in production. */
  readonly sandbox?: true;
  /** Opens it; nothing is reached before the first call. */
  open(values: Readonly<Record<string, unknown>>, world: PluginWorld): Opened & Closable;
}

/** A plug-in with its settings typed from their table. */
interface Typed<Opened, Table extends SettingTable> extends Omit<Plugin<Opened>, 'open'> {
  readonly settings: Table;
  readonly needs?: readonly (keyof Table & string)[];
  open(values: ValuesOf<Table>, world: PluginWorld): Opened & Closable;
}

export const definePlugin = <Opened, Table extends SettingTable>(plugin: Typed<Opened, Table>): Plugin<Opened> =>
  plugin;
