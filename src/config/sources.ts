/** Where each setting came from, for `orders config show`. */
import type { Fault } from './fault.ts';
import type { Setting } from './setting.ts';
import { SECTIONS, SETTINGS } from './settings.ts';

export interface SettingSource {
  readonly name: string;
  /** As it was given, secrets hidden; else the default. */
  readonly value: string;
  readonly from: 'environment' | '.env' | 'default';
  readonly about: string;
  /** What is wrong with it. */
  readonly fault?: string;
}

interface Given {
  readonly environment: NodeJS.ProcessEnv;
  readonly fromFile: NodeJS.Dict<string>;
  readonly faults: readonly Fault[];
  /** What counts for settings whose default is made of others, while they are not given. */
  readonly inForce: Readonly<Partial<Record<keyof typeof SETTINGS, string>>>;
}

export function sourcesOf({ environment, fromFile, faults, inForce }: Given): SettingSource[] {
  const made = new Map(
    Object.entries(inForce).map(([key, value]) => [SETTINGS[key as keyof typeof SETTINGS].name as string, value]),
  );
  return SECTIONS.flatMap(({ settings }) => settings).map((setting) => {
    const { name, about, secret } = setting;
    const given = environment[name] || fromFile[name];
    const from = environment[name] ? 'environment' : fromFile[name] ? '.env' : 'default';
    const fault = faults.find((other) => other.name === name)?.detail;
    const value = given ? (secret ? hideSecret(given) : given) : (made.get(name) ?? defaultOf(setting));
    return { name, value, from, about, ...(fault ? { fault } : {}) };
  });
}

/** What counts while nothing is given, as text; empty where that is nothing. */
export function defaultOf({ schema }: Setting): string {
  const input = schema as { def?: { innerType?: unknown; in?: unknown; defaultValue?: unknown } };
  if (input.def?.defaultValue !== undefined) return String(input.def.defaultValue);
  return input.def?.in ? defaultOf({ schema: input.def.in } as Setting) : '';
}

/** Of an address its user, password and query are hidden, of any other secret everything. */
export const hideSecret = (value: string): string => {
  if (/^https?:/.test(value)) {
    return value
      .split(',')
      .map((url) => (URL.canParse(url.trim()) ? `${new URL(url.trim()).origin}/…` : '…'))
      .join(', ');
  }
  if (value.includes('://')) return value.replace(/\/\/[^,\s]*@/g, '//…@').replace(/\?[^,\s]*/g, '?…');
  return value.startsWith('sqlite:') ? value : '…';
};
