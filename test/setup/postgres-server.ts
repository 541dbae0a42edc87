/** A PostgreSQL server of our own, for the peer's job store in the benchmark: on a free port, in a folder thrown away. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './mariadb-server.ts';

const ROOT = '/usr/lib/postgresql';
const version = existsSync(ROOT) ? readdirSync(ROOT).sort().at(-1) : undefined;
export const hasPostgres = version !== undefined && existsSync(join(ROOT, version, 'bin/postgres'));

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; there it runs as the user its package made. */
const asUser = (program: string, args: string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
    : [program, args];

export async function startPostgres(): Promise<PostgresServer> {
  const bin = (name: string) => join(ROOT, version as string, 'bin', name);
  const data = mkdtempSync(join(tmpdir(), 'orders-postgres-'));
  if (process.getuid?.() === 0) execFileSync('chown', ['postgres', data]);
  const initdb = asUser(bin('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8']);
  execFileSync(...initdb, { stdio: 'ignore' });
  const port = await freePort();
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${data}`,
  ];
  const server = spawn(...asUser(bin('postgres'), args), { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.on('exit', () => server.kill('SIGKILL'));
  const ready = () => {
    try {
      execFileSync(bin('pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 100 && !ready(); tries++) await sleep(100);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
