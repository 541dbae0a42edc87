/** Running until told to stop: SIGTERM and SIGINT drain, a second one ends at once. */
import { EXIT } from '../../src/errors.ts';
import type { Session } from './session.ts';

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
