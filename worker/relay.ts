/**
 * From the outbox to Agenda. Rows that are due become jobs, a few of each kind at a time; a job that is lost — with its
 * worker, or with the whole store — is made again until the row is done.
 */

import type { Agenda } from 'agenda';
import type { App } from '../src/app.ts';
import type { Actor } from '../src/context.ts';
import { type Instant, plus, SECOND } from '../src/lib/time.ts';
import { OUTBOX_KINDS, type OutboxKind } from '../src/outbox/kinds.ts';
import { countPosted, markPosted, type OutboxRow, rowsToPost } from '../src/outbox/store.ts';

const RELAY: Actor = { kind: 'system', name: 'relay' };
/** Most rows of one kind that are jobs and have not begun; the others wait in the outbox, and the job store stays small. */
const MOST_POSTED = 60;
/** Jobs that are saved at once. */
const AT_ONCE = 10;
/** How often the outbox is looked into besides: commits of other processes are found this way. */
const POLL_MS = 200;
/** A row whose job has not begun by then gets another. */
const REPEAT_AFTER_MS = 20 * SECOND;

export interface Relay {
  /** Moves what is due now; how many rows there were. */
  runOnce(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
}

/** It was the job store that failed, not the database. */
class StoreFailure extends Error {
  constructor(cause: unknown) {
    super('the job store failed', { cause });
  }
}

export function createRelay(app: App, agenda: Agenda, kinds: readonly OutboxKind[] = OUTBOX_KINDS): Relay {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const outage = createOutage(app);

  async function runOnce(): Promise<number> {
    const now = app.context(RELAY, 'relay').now();
    const posted = await countPosted(app.database);
    const limits = new Map(kinds.map((kind) => [kind, MOST_POSTED]));
    const room = new Map(kinds.map((kind) => [kind, MOST_POSTED - (posted.get(kind) ?? 0)]));
    const rows = await rowsToPost(app.database, { now, postedBefore: plus(now, -REPEAT_AFTER_MS), limits, room });
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await Promise.all(rows.slice(from, from + AT_ONCE).map((row) => post(app, agenda, { row, now })));
    return rows.length;
  }

  async function untilDone(): Promise<void> {
    try {
      do {
        again = false;
        outage.posted(await runOnce());
      } while (again);
    } catch (error) {
      outage.failed(error);
    } finally {
      running = undefined;
    }
  }

  const lookNow = () => {
    again = true;
    running ??= untilDone();
  };

  return {
    runOnce,
    start() {
      app.commits.on('commit', lookNow);
      timer = setInterval(lookNow, POLL_MS);
      lookNow();
    },
    async stop() {
      app.commits.off('commit', lookNow);
      clearInterval(timer);
      await running;
    },
  };
}

async function post(
  app: App,
  agenda: Agenda,
  { row, now }: { readonly row: OutboxRow; readonly now: Instant },
): Promise<void> {
  if (!(await markPosted(app.database, row, now))) return;
  // The store begins with what should have run first: a row whose worker died does not wait behind newer ones again.
  const job = agenda
    .create(row.kind, { outbox_id: row.id })
    .unique({ 'data.outbox_id': row.id })
    .schedule(new Date(row.created_at));
  await job.save().catch((error) => {
    throw new StoreFailure(error);
  });
}

/** Says once that the database or the job store is away, and once that it is back: it is tried five times a second. */
function createOutage({ log }: App) {
  let away: 'the database' | 'the job store' | undefined;
  return {
    failed(error: unknown): void {
      const store = error instanceof StoreFailure;
      const what = store ? 'the job store' : 'the database';
      const reason = String(store ? error.cause : error);
      if (away !== what) log.warn({ error: reason }, `${what} is away; trying until it is back`);
      away = what;
    },
    posted(rows: number): void {
      // Where there was nothing to post, nothing is known of the job store.
      if (!away || (away === 'the job store' && rows === 0)) return;
      log.info({}, `${away} answers again`);
      away = undefined;
    },
  };
}
