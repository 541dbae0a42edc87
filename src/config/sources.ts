/** Where each setting came from, for `orders config show`. */
import type { Setting } from './setting.ts';
import { SECTIONS } from './settings.ts';

export interface SettingSource {
  readonly name: string;
  /** As it was given, secrets hidden; else the default. */
  readonly value: string;
  readonly from: 'environment' | '.env' | 'default';
  readonly about: string;
}

export function sourcesOf(environment: NodeJS.ProcessEnv, fromFile: NodeJS.Dict<string>): SettingSource[] {
  return SECTIONS.flatMap(({ settings }) => settings).map((setting) => {
    const { name, about, secret } = setting;
    const given = environment[name] || fromFile[name];
    const from = environment[name] ? 'environment' : fromFile[name] ? '.env' : 'default';
    return { name, value: given ? (secret ? hideSecret(given) : given) : defaultOf(setting), from, about };
  });
}

/** What counts while nothing is given, as text; empty where that is nothing. */
export function defaultOf({ schema }: Setting): string {
  const input = schema as { def?: { innerType?: unknown; in?: unknown; defaultValue?: unknown } };
  if (input.def?.defaultValue !== undefined) return String(input.def.defaultValue);
  return input.def?.in ? defaultOf({ schema: input.def.in } as Setting) : '';
}

const hideSecret = (value: string): string =>
  value.includes('://') ? value.replace(/\/\/[^@/]*@/g, '//…@') : value.startsWith('sqlite:') ? value : '…';
