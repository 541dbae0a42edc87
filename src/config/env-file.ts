/** The file `.env`: NAME=value lines, as Node reads them, with a word about every line that is none. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export interface EnvFile {
  readonly values: NodeJS.Dict<string>;
  /** One sentence for each line that says nothing; what it holds is never repeated. */
  readonly hints: readonly string[];
}

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;
const BLANK = /^\s*(?:#.*)?$/;

/** Reads it. A file that is not there says nothing. */
export function readEnvFile(file: string): EnvFile {
  if (!existsSync(file)) return { values: {}, hints: [] };
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  return { values: parseEnv(text), hints: hintsOf(text.split(/\r?\n/)) };
}

function hintsOf(lines: readonly string[]): string[] {
  const hints: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (BLANK.test(line)) continue;
    const value = ASSIGNMENT.exec(line)?.[1];
    if (value === undefined) {
      hints.push(`.env, line ${at + 1} is not NAME=value and is ignored.`);
      continue;
    }
    const end = endOfValue(lines, at, value);
    if (end === undefined) hints.push(`.env, line ${at + 1} opens a quote that is never closed.`);
    else at = end;
  }
  return hints;
}

/** The line a value ends on: its own, unless it opens a quote that a later one closes. */
function endOfValue(lines: readonly string[], at: number, value: string): number | undefined {
  const quote = /^["'`]/.exec(value)?.[0];
  if (!quote || value.indexOf(quote, 1) > 0) return at;
  const rest = lines.slice(at + 1).findIndex((line) => line.includes(quote));
  return rest < 0 ? undefined : at + 1 + rest;
}
