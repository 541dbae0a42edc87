/** Agenda on the configured store: the program's own database, or MongoDB where an operator wants it. */
import { Agenda, type AgendaBackend, InMemoryNotificationChannel } from 'agenda';
import type { App } from '../src/app.ts';
import { SECOND } from '../src/lib/time.ts';
import { SqlJobRepository } from './sql-backend/repository.ts';

/** A dead worker's jobs are free again after this; a living one touches its locks. */
export const LOCK_LIFETIME_MS = 30 * SECOND;
/** Most jobs of one kind that one worker holds, so that several share a backlog. */
const LOCK_LIMIT = 20;
/** How often the store is searched; jobs made in this process are picked up at once. */
const SEARCH_EVERY_MS = 2 * SECOND;

export async function createAgenda(app: App, name: string): Promise<Agenda> {
  return new Agenda({
    name,
    backend: await openBackend(app),
    // What is saved in this process starts at once; a search alone would find it half an interval late.
    notificationChannel: new InMemoryNotificationChannel(),
    processEvery: SEARCH_EVERY_MS,
    defaultLockLifetime: LOCK_LIFETIME_MS,
    defaultLockLimit: LOCK_LIMIT,
    removeOnComplete: true,
  });
}

async function openBackend(app: App): Promise<AgendaBackend> {
  if (app.config.jobsUrl) {
    const { MongoBackend } = await import('@agendajs/mongo-backend');
    return new MongoBackend({ address: app.config.jobsUrl, collection: 'orders_jobs' });
  }
  return {
    name: 'SQL',
    repository: new SqlJobRepository(app.database),
    ownsConnection: false,
    connect: async () => {},
    disconnect: async () => {},
  };
}
