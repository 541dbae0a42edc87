/**
 * Configuration: the environment (and `.env` in the working directory) as one frozen, validated object. Every fault is
 * reported at once. Nothing set is a working embedded system.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sqliteFile } from '../database/sqlite-file.ts';
import { Refusal } from '../errors.ts';
import { readEnvFile } from './env-file.ts';
import type { Fault } from './fault.ts';
import { keptSecret } from './kept-secret.ts';
import { formerSettings, misspelt } from './misspelt.ts';
import { unsafeInProduction } from './production.ts';
import type { SettingTable } from './setting.ts';
import { PLUGINS, SETTINGS, type Values } from './settings.ts';
import { type SettingSource, sourcesOf } from './sources.ts';

/** What rules depend on: every setting that is not a secret of the processes. */
export type Settings = Omit<
  Values,
  'jwtSecret' | 'timelineKey' | 'databaseUrl' | 'jobsUrl' | 'smtpUrl' | 'publicUrl'
> & {
  readonly publicUrl: string;
};

export interface Config extends Settings {
  readonly databaseUrl: string;
  readonly jobsUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  /** Where mails are put while no server is set. */
  readonly mailDir: string;
  /** The HS256 secret; made and kept in the data folder at first use while none is configured. */
  jwtSecret(): string;
  /** What timelines are sealed with; made and kept in the data folder while none is configured. */
  timelineKey(): string;
  /** Whether there is one already. */
  hasTimelineKey(): boolean;
  /** The values of a plug-in's own settings, by its code. */
  readonly plugins: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Where every setting came from, secrets hidden. */
  readonly sources: readonly SettingSource[];
  /** Names in the environment that look like settings and are none: what was probably meant. */
  readonly hints: readonly string[];
}

type Given = Readonly<Record<string, string | undefined>>;

/** Reads the configuration. Throws Refusal `config_invalid` that names every setting at fault. */
export function loadConfig(environment: NodeJS.ProcessEnv, cwd: string = process.cwd()): Config {
  const { values, plugins, sources, hints, faults } = surveyConfig(environment, cwd);
  if (faults.length > 0) throw invalid(faults);

  const dataDir = resolve(cwd, values.dataDir);
  let secret = values.jwtSecret;
  let key = values.timelineKey;
  return Object.freeze({
    ...values,
    dataDir,
    databaseUrl: databaseUrl(values, cwd),
    publicUrl: publicUrl(values),
    mailDir: join(dataDir, 'mail'),
    jwtSecret() {
      secret ??= keptSecret(dataDir, 'jwt-secret');
      return secret;
    },
    hasTimelineKey: () => key !== undefined || existsSync(join(dataDir, 'timeline-key')),
    timelineKey() {
      key ??= keptSecret(dataDir, 'timeline-key');
      return key;
    },
    plugins,
    sources,
    hints,
  });
}

export interface ConfigSurvey extends Pick<Config, 'plugins' | 'sources' | 'hints'> {
  /** Those at fault are missing. */
  readonly values: Values;
  readonly faults: readonly Fault[];
}

/** Looks at every setting, right or wrong: what there is to show when nothing else works. */
export function surveyConfig(environment: NodeJS.ProcessEnv, cwd: string = process.cwd()): ConfigSurvey {
  const file = readEnvFile(join(cwd, '.env'));
  const given: Given = { ...file.values, ...environment };
  const faults: Fault[] = formerSettings(Object.keys(given).filter((name) => given[name]));
  const values = read(SETTINGS, given, faults) as Values;
  const plugins = new Map(PLUGINS.map(({ code, settings }) => [code, read(settings, given, faults)]));
  if (faults.length === 0) faults.push(...halves(values, plugins), ...unsafeInProduction(values));
  const inForce = faults.length === 0 ? { databaseUrl: databaseUrl(values, cwd), publicUrl: publicUrl(values) } : {};
  const sources = sourcesOf({ environment, fromFile: file.values, faults, inForce });
  return { values, plugins, sources, hints: [...file.hints, ...misspelt(Object.keys(given))], faults };
}

/** The values of one table; what is wrong goes to `faults`. An empty text is as good as none. */
function read(table: SettingTable, given: Given, faults: Fault[]): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [key, { name, schema }] of Object.entries(table)) {
    const parsed = schema.safeParse(given[name] || undefined);
    if (parsed.success) values[key] = parsed.data;
    else faults.push({ name, detail: parsed.error.issues[0]?.message ?? 'is not valid' });
  }
  return values;
}

/** Settings that need each other, and those that a plug-in in use cannot do without. */
function halves(values: Values, plugins: Config['plugins']): Fault[] {
  const faults: Fault[] = [];
  if (values.webhookUrls.length > 0 && !values.webhookSecret) {
    faults.push({ name: 'ORDERS_WEBHOOK_SECRET', detail: 'must be set together with ORDERS_WEBHOOK_URLS' });
  }
  for (const { code, settings, needs } of PLUGINS) {
    if (!values.gateways.includes(code) && !values.carriers.includes(code)) continue;
    for (const key of needs ?? []) {
      if (plugins.get(code)?.[key] !== undefined) continue;
      faults.push({ name: settings[key]?.name ?? key, detail: `must be set where ${code} is used` });
    }
  }
  return faults;
}

const invalid = (faults: readonly Fault[]): Refusal =>
  new Refusal(
    'config_invalid',
    `${faults.map(({ name, detail }) => `${name} ${detail}`).join('; ')}. orders config show lists every setting.`,
    { errors: faults.map(({ name, detail }) => ({ pointer: `/${name}`, detail })) },
  );

function databaseUrl({ databaseUrl: url, dataDir }: Values, cwd: string): string {
  if (!url) return `sqlite:${join(resolve(cwd, dataDir), 'orders.sqlite')}`;
  const file = sqliteFile(url);
  return file ? `sqlite:${resolve(cwd, file)}` : url;
}

function publicUrl({ publicUrl: url, httpHost, httpPort }: Values): string {
  const host = httpHost.includes(':') ? `[${httpHost}]` : httpHost;
  return (url ?? `http://${host}:${httpPort}`).replace(/\/$/, '');
}
