/** What `--debug` shows: every statement with its time as it is sent, and the sum at the end. Values are never shown. */
import { onStatement } from '../../src/database/trace.ts';
import type { Io } from './io.ts';

let debugging = false;

/** Whether errors are to say where they came from. */
export const isDebugging = (): boolean => debugging;

export function startDebugging(io: Io): { end(): void } {
  debugging = true;
  const begun = performance.now();
  let statements = 0;
  let busy = 0;
  onStatement(({ sql, ms, rows }) => {
    statements += 1;
    busy += ms;
    io.say(io.talkColor.dim(`${ms.toFixed(1).padStart(7)} ms  ${String(rows).padStart(5)} rows  ${oneLine(sql)}`));
  });
  return {
    end() {
      onStatement(undefined);
      const all = performance.now() - begun;
      io.say(io.talkColor.dim(`${statements} statements took ${busy.toFixed(1)} ms of ${all.toFixed(0)} ms`));
    },
  };
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ').trim();
