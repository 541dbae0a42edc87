/** Running until told to stop: SIGTERM and SIGINT drain, a second one ends at once. */
import { EXIT } from '../../src/errors.ts';
import type { Session } from './session.ts';

/** Waits for a signal, stops what runs, in order, closes the session and ends the process. */
export async function untilSignalled(session: Session, stops: readonly (() => Promise<void>)[]): Promise<number> {
  const { io } = session;
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });
  const atOnce = () => process.exit(EXIT.interrupted);
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, atOnce);
  io.say(`${signal}: finishing what has begun; once more stops at once.`);
  for (const stop of stops) await stop();
  await session.close();
  io.say('Stopped.');
  // Agenda keeps timers for jobs of the next hour; nothing is left to wait for.
  process.exit(EXIT.ok);
}
