/**
 * Agenda's job store on MongoDB, where an operator wants it. On a replica set the server tells every worker of new jobs
 * as they are made; elsewhere a worker knows of its own at once and finds the others' by searching.
 */
import { MongoBackend, MongoChangeStreamNotificationChannel, MongoClient } from '@agendajs/mongo-backend';
import type { AgendaBackend, NotificationChannel } from 'agenda';

const COLLECTION = 'orders_jobs';
/** How long one attempt to reach the server may take before it is said to be away. */
const SELECTION_TIMEOUT_MS = 5000;

export interface JobStore {
  readonly backend: AgendaBackend;
  /** How this process hears of jobs that others save. */
  readonly channel?: NotificationChannel;
}

/** Connects. Fails when the server is away: whoever starts a worker tries again. */
export async function openMongoStore(url: string): Promise<JobStore> {
  const client = await MongoClient.connect(url, { serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS });
  const db = client.db();
  const mongo = new MongoBackend({ mongo: db, collection: COLLECTION });
  // A job is looked up by its outbox row each time the relay makes one.
  await db.collection(COLLECTION).createIndex({ 'data.outbox_id': 1 }, { name: 'outboxRow' });
  return {
    backend: {
      name: mongo.name,
      repository: mongo.repository,
      ownsConnection: true,
      connect: () => mongo.connect(),
      disconnect: () => client.close(),
    },
    channel: isReplicaSet(await db.admin().command({ hello: 1 }))
      ? new MongoChangeStreamNotificationChannel({ db, collection: COLLECTION })
      : undefined,
  };
}

/** Whether a server's answer to `hello` says that it has change streams: a replica set's member, or a shard's router. */
export function isReplicaSet(hello: Readonly<Record<string, unknown>>): boolean {
  return typeof hello.setName === 'string' || hello.msg === 'isdbgrid';
}
