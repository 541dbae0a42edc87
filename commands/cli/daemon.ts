/** Running until told to stop: SIGTERM and SIGINT drain, a second one ends at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../src/app.ts';
import { outageOf } from '../../src/database/outages.ts';
import { EXIT } from '../../src/errors.ts';
import { SECOND } from '../../src/lib/time.ts';
import type { Session } from './session.ts';

const ASK_AGAIN_MS = 2 * SECOND;

/** The program, on a migrated database. While that does not answer a daemon waits, and says so once. */
export async function appWhenThere(session: Session): Promise<App> {
  for (let said = false; ; said = true) {
    try {
      const app = await session.app();
      // A shop that cannot be written is no shop for a daemon, and says so before anybody comes.
      await app.database.atomic('probe', (tx) => tx.run('UPDATE migrations SET name = name WHERE 1 = 0'));
      for (const hint of app.config.hints) session.io.say(hint);
      return app;
    } catch (error) {
      const outage = outageOf(error);
      if (!outage?.passes) throw error;
      if (!said) session.io.say(`${outage.cure} Waiting until it does.`);
      await sleep(ASK_AGAIN_MS);
    }
  }
}

/**
 * Says that it is ready, waits for a signal, stops what runs, in order, closes the session and ends the process. It
 * listens before it says so: whoever reads the line may send the signal at once.
 */
export async function untilSignalled(
  session: Session,
  ready: string,
  stops: readonly (() => Promise<void>)[],
): Promise<number> {
  const { io } = session;
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });
  io.say(ready);
  const signal = await signalled;
  const atOnce = () => process.exit(EXIT.interrupted);
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, atOnce);
  io.say(`${signal}: finishing what has begun; once more stops at once.`);
  for (const stop of stops) await stop();
  await session.close();
  io.say('Stopped.');
  // Agenda keeps timers for jobs of the next hour; nothing is left to wait for.
  process.exit(EXIT.ok);
}
