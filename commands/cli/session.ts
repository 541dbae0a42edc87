/** What a running command has: the terminal, the choices made on the command line, and the program, opened when needed. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { App } from '../../src/app.ts';
import type { Config, ConfigSurvey } from '../../src/config/load.ts';
import type { Context } from '../../src/context.ts';
import { Refusal } from '../../src/errors.ts';
import { cleanText } from '../../src/lib/foreign-text.ts';
import type { Io } from './io.ts';
import type { Options } from './options.ts';

export type Format = 'table' | 'json' | 'csv' | 'ids';
export const FORMATS: readonly string[] = ['table', 'json', 'csv', 'ids'];

export interface Session {
  readonly io: Io;
  /** What may come next after these words of a command line. */
  complete(words: readonly string[]): Promise<string[]>;
  readonly format: Format;
  /** Questions are answered with yes. */
  readonly yes: boolean;
  /** Whether anything may be asked. */
  readonly mayAsk: boolean;
  config(): Promise<Config>;
  /** Every setting, right or wrong. */
  survey(): Promise<ConfigSurvey>;
  /** The program, on a migrated database. */
  app(): Promise<App>;
  /** The program, whatever state its database is in. */
  rawApp(): Promise<App>;
  /** A context for what staff do; `--by` is the actor. */
  context(): Promise<Context>;
  close(): Promise<void>;
}

interface Purpose extends Pick<Session, 'complete'> {
  /** Whether the command makes a shop where there is none. */
  readonly begins: boolean;
  /** In which formats it can print. */
  readonly formats: readonly string[];
}

export function createSession(io: Io, options: Options, { complete, begins, formats }: Purpose): Session {
  let opened: App | undefined;
  const format = formatOf(options, formats);
  const config = async () => (await import('../../src/config/load.ts')).loadConfig(io.surroundings.env);

  async function rawApp(): Promise<App> {
    if (!opened) {
      const { openApp } = await import('../../src/app.ts');
      opened = openApp(await config());
    }
    return opened;
  }

  async function app(): Promise<App> {
    if (!begins) await requireShop(await config());
    const raw = await rawApp();
    // The embedded database is this program's own file: it is brought up to date without a question.
    if (raw.database.dialect === 'sqlite') await raw.migrate();
    else await raw.requireMigrated();
    return raw;
  }

  return {
    io,
    complete,
    format,
    yes: options.yes === true,
    mayAsk: io.interactive && options.input !== false,
    config,
    survey: async () => (await import('../../src/config/load.ts')).surveyConfig(io.surroundings.env),
    rawApp,
    app,
    async context() {
      const by = typeof options.by === 'string' ? nameOf(options.by) : userInfo().username;
      return (await app()).context({ kind: 'staff', name: by }, randomUUID());
    },
    async close() {
      await opened?.close();
    },
  };
}

/** Looking around makes nothing. Throws `config_invalid` where the database would be a file that is not there yet. */
async function requireShop({ databaseUrl, dataDir }: Config): Promise<void> {
  const [{ sqliteFile }, { existsSync }] = await Promise.all([
    import('../../src/database/sqlite-file.ts'),
    import('node:fs'),
  ]);
  const file = sqliteFile(databaseUrl);
  if (!file || existsSync(file)) return;
  throw new Refusal(
    'config_invalid',
    `There is no shop in ${dataDir} yet. Begin one with orders up or orders catalog import FILE; if yours is elsewhere, go there or set ORDERS_DATA_DIR.`,
  );
}

/** The name given with --by. Throws `usage` for one that is none. */
function nameOf(typed: string): string {
  const cleaned = cleanText(typed.trim());
  if ('text' in cleaned && cleaned.text !== '') return cleaned.text;
  throw new Refusal('usage', `--by ${'fault' in cleaned ? cleaned.fault : 'needs a name'}.`);
}

function formatOf(options: Options, formats: readonly string[]): Format {
  if (options.json === true) return 'json';
  if (formats.length === 0) return 'table';
  const format = options.format ?? 'table';
  if (typeof format === 'string' && formats.includes(format)) return format as Format;
  throw new Refusal('usage', `--format must be one of: ${formats.join(', ')}.`);
}
