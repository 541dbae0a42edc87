/** Several processes on one port: the first one starts them, starts again whichever dies, and passes signals on. */
import cluster from 'node:cluster';
import { sleep } from '../../src/lib/backoff.ts';
import { untilSignalled } from './daemon.ts';
import type { Session } from './session.ts';

/** A process that dies again and again is not started more often than this. */
const RESTART_AFTER_MS = 1000;

/** Runs the first process until it is told to stop; undefined in the others, which go on and serve. */
export async function runCluster(session: Session, workers: number): Promise<number | undefined> {
  if (cluster.isWorker) return undefined;
  let stopping = false;
  for (let started = 0; started < workers; started++) cluster.fork();
  cluster.on('exit', async (worker, code, signal) => {
    if (stopping) return;
    session.io.say(`Process ${worker.process.pid} ended (${signal ?? code}); starting another.`);
    await sleep(RESTART_AFTER_MS);
    if (!stopping) cluster.fork();
  });
  return untilSignalled(session, `Starting ${workers} processes`, [
    async () => {
      stopping = true;
      const running = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
      await Promise.all(
        running.map((worker) => {
          const ended = new Promise((resolve) => worker.once('exit', resolve));
          worker.process.kill('SIGTERM');
          return ended;
        }),
      );
    },
  ]);
}
