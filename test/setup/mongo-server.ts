/** A server of our own that speaks MongoDB's protocol: built from test/services/mongo with Go, ended with our pipe to it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { onPath } from './mariadb-server.ts';

export const hasGo = onPath('go') !== undefined;

export interface MongoServer {
  /** Without a database name. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the server (minutes the first time, a second later) and starts it on a free port unless told, its data in `folder`. */
export async function startMongo(folder: string, port = 0): Promise<MongoServer> {
  const program = join(folder, 'mongo-server');
  const source = { cwd: 'test/services/mongo' };
  await promisify(execFile)(onPath('go') as string, ['build', '-o', program, '.'], source);
  const data = join(folder, 'mongo');
  mkdirSync(data, { recursive: true });
  const server = spawn(program, [data, String(port)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  return {
    url: await firstLine(server),
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).once('line', resolve);
    server.once('exit', (code) => reject(new Error(`the MongoDB-protocol server ended with ${code}`)));
  });
}
