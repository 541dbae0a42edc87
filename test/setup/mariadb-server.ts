/** A MariaDB server of our own: on a free port, in a folder that is thrown away, stopped by its own handle. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '../../src/database/connect.ts';

export const onPath = (program: string): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/local/go/bin']
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

const mariadbd = onPath('mariadbd');
export const hasMariadb = mariadbd !== undefined;

export interface MariadbServer {
  /** Without a database name. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface MariadbOptions {
  /** Whether each commit waits for the disk, as an operator's server does. */
  readonly durable: boolean;
  /** A free one unless given. */
  readonly port?: number;
}

/** Makes a server's data in `folder`, unless it is there, and starts it. */
export async function startMariadb(folder: string, { durable, port = 0 }: MariadbOptions): Promise<MariadbServer> {
  const user = `--user=${userInfo().username}`;
  const data = `--datadir=${join(folder, 'mariadb')}`;
  const install = onPath('mariadb-install-db') ?? 'mariadb-install-db';
  const quiet = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  if (!existsSync(join(folder, 'mariadb')))
    execFileSync(install, ['--no-defaults', data, ...quiet, user], { stdio: 'ignore' });
  const listening = port || (await freePort());
  const options = [
    `--port=${listening}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'm.sock')}`,
    // A server that starts sweeps its temporary folder; in a shared one it takes away what others are using.
    `--tmpdir=${folder}`,
    '--skip-log-bin',
    `--innodb-flush-log-at-trx-commit=${durable ? 1 : 2}`,
    '--max-connections=300',
    ...(durable ? ['--innodb-buffer-pool-size=1G'] : []),
  ];
  const server = spawn(mariadbd as string, ['--no-defaults', data, user, ...options], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.on('exit', () => server.kill('SIGKILL'));
  const url = `mysql://root@127.0.0.1:${listening}`;
  await untilUp(url);
  return {
    url,
    port: listening,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const database = connectDatabase({ url: `${url}/mysql`, poolSize: 1 });
    try {
      await database.rows('SELECT 1 AS up');
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(200);
    } finally {
      await database.close();
    }
  }
}
