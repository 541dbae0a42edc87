/** The job stores the worker's tests run on: the engines' own, and MongoDB's protocol where Go is there to build a server. */
import { ENGINES, type Engine, onClose, scratchFolder } from './engines.ts';
import { hasGo, type MongoServer, startMongo } from './mongo-server.ts';
import { type Settings, useWorld, type World } from './world.ts';

export interface JobStore {
  readonly name: 'SQLite' | 'MariaDB' | 'MongoDB';
  /** Where orders and the outbox live. */
  readonly engine: Engine;
  /** Settings that choose the store; a database of its own at each call. */
  settings(): Promise<Settings>;
}

const givenUrl = process.env.ORDERS_TEST_MONGODB_URL;
let starting: Promise<MongoServer> | undefined;
let made = 0;

/** Started by the first suite that asks. */
async function mongoUrl(): Promise<string> {
  if (givenUrl) return givenUrl;
  starting ??= startMongo(scratchFolder());
  return (await starting).url;
}

onClose(async () => {
  const server = await starting?.catch(() => undefined);
  await server?.stop();
});

const ownStores: readonly JobStore[] = ENGINES.map((engine) => ({
  name: engine.name,
  engine,
  settings: async () => ({}),
}));

const mongo: JobStore = {
  name: 'MongoDB',
  engine: ENGINES.at(-1) as Engine,
  settings: async () => ({ ORDERS_JOBS_URL: `${await mongoUrl()}/orders_test_${process.pid}_${++made}` }),
};

const hasMongo = hasGo || givenUrl !== undefined;
/** Those that are there. */
export const JOB_STORES: readonly JobStore[] = hasMongo ? [...ownStores, mongo] : ownStores;

/** The same suite on every job store there is; one that is missing is shown as left out, with the reason. */
export function onEveryJobStore(
  title: string,
  suite: (store: JobStore) => void,
  wanted: (store: JobStore) => boolean = () => true,
): void {
  for (const store of [...ownStores, mongo].filter(wanted)) {
    if (store.name === 'MongoDB' && !hasMongo) {
      it(`${title} (MongoDB): left out, Go is not on this machine to build the test server`);
      continue;
    }
    describe(`${title} (${store.name})`, () => {
      before('the store is up', async function () {
        this.timeout(300_000);
        await store.settings();
      });
      suite(store);
    });
  }
}

/** A world whose jobs live in the store. */
export const useWorldOn = (store: JobStore, more: Settings = {}): (() => World) =>
  useWorld(store.engine, async () => ({ ...(await store.settings()), ...more }));
