/** Agenda on the configured store: the program's own database, or MongoDB where an operator wants it. */
import { Agenda } from 'agenda';
import type { App } from '../src/app.ts';
import { SECOND } from '../src/lib/time.ts';
import type { JobStore } from './mongo-backend.ts';
import { SqlJobRepository } from './sql-backend/repository.ts';
import { WakeUps } from './wake-ups.ts';

/** A dead worker's jobs are free again after this; a living one touches its locks. */
export const LOCK_LIFETIME_MS = 15 * SECOND;
/** Most jobs of one kind that one worker holds, so that several share a backlog. */
const LOCK_LIMIT = 20;
/** How often the store is searched; jobs made in this process are picked up at once. */
const SEARCH_EVERY_MS = 2 * SECOND;

export const AGENDA_DEFAULTS = {
  processEvery: SEARCH_EVERY_MS,
  defaultLockLifetime: LOCK_LIFETIME_MS,
  defaultLockLimit: LOCK_LIMIT,
  removeOnComplete: true,
};

export async function createAgenda(app: App, name: string): Promise<Agenda> {
  const { backend, channel } = await openStore(app);
  const wakeUps = new WakeUps(channel);
  const agenda = new Agenda({ ...AGENDA_DEFAULTS, name, backend, notificationChannel: wakeUps });
  wakeUps.followEnds(agenda);
  return agenda;
}

/** The configured store. Fails when it is away: whoever starts a worker tries again. */
export async function openStore(app: App): Promise<JobStore> {
  if (app.config.jobsUrl) return (await import('./mongo-backend.ts')).openMongoStore(app.config.jobsUrl);
  return {
    backend: {
      name: 'SQL',
      repository: new SqlJobRepository(app.database),
      ownsConnection: false,
      connect: async () => {},
      disconnect: async () => {},
    },
  };
}
