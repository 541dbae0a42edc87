/** A real terminal of 80 by 24, in tmux: what is typed into it, and what it shows. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const hasTmux = existsSync('/usr/bin/tmux');

const PATIENCE_MS = 20_000;
const COLUMNS = 80;

export interface Tmux {
  /** Types a line and Enter. */
  type(line: string): void;
  /** Presses keys by tmux's names: `q`, `Enter`, `C-c`. */
  press(...keys: string[]): void;
  /** Waits until the screen shows it, and returns the screen. Fails with the screen after twenty seconds. */
  until(shows: RegExp): Promise<string>;
  /** Clears, runs a command to its end, and returns what it showed, all of it. Fails when a line was wrapped. */
  run(line: string): Promise<string>;
  close(): void;
}

/** A shell in which `orders` is the built program, in an environment of its own. */
export function openTmux(folder: string, environment: Readonly<Record<string, string>>): Tmux {
  const socket = join(folder, 'tmux.sock');
  const tmux = (...args: string[]) => execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args]).toString();
  const settings = Object.entries({
    ...environment,
    PS1: '$ ',
    TERM: 'screen-256color',
    LANG: 'C.UTF-8',
    PATH: `${resolve('node_modules/.bin')}:${process.env.PATH}`,
  });
  const env = settings.map(([name, value]) => `${name}=${value}`);
  tmux('new-session', '-d', '-x', String(COLUMNS), '-y', '24', '-c', folder, 'env', ...env, 'bash', '--norc', '-i');
  tmux('set-option', '-g', 'history-limit', '5000');
  const screen = (...more: string[]) => tmux('capture-pane', '-p', ...more);
  let runs = 0;

  const terminal: Tmux = {
    type: (line) => {
      tmux('send-keys', '-l', line);
      tmux('send-keys', 'Enter');
    },
    press: (...keys) => void tmux('send-keys', ...keys),
    async until(shows) {
      for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
        if (shows.test(screen())) return screen();
        await sleep(50);
      }
      throw new Error(`${shows} did not come; the screen shows:\n${screen()}`);
    },
    async run(line) {
      const end = `ended-${++runs}`;
      // From a file, so that only what the command prints can be too wide.
      writeFileSync(join(folder, 'line'), `clear; printf '\\033[3J'\n${line}\necho "${end}:$?"\n`);
      terminal.type('. ./line');
      await terminal.until(new RegExp(`^${end}:\\d+`, 'm'));
      const shown = screen('-S', '-');
      const joined = screen('-S', '-', '-J').replace(/ +$/gm, '');
      if (joined.trim() !== shown.trim()) throw new Error(`a line was wrapped at ${COLUMNS} columns:\n${shown}`);
      return shown;
    },
    close: () => void tmux('kill-server'),
  };
  return terminal;
}
