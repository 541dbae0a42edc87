/** Work without a daemon, in this process and until there is none left: for cron, for tests, for one job by hand. */
import pLimit, { type LimitFunction } from 'p-limit';
import type { App } from '../src/app.ts';
import type { Actor } from '../src/context.ts';
import { isPaused } from '../src/outbox/pauses.ts';
import { dueOutboxRows, type OutboxRow } from '../src/outbox/store.ts';
import { MESSAGES_AT_ONCE } from '../src/webhooks/outbound/places.ts';
import { deliver } from './deliver.ts';
import { ALL_JOBS, type JobSelection } from './jobs/select.ts';
import { createJobTally } from './tally.ts';

const BATCH = 100;
const isMessage = ({ kind }: OutboxRow): boolean => kind === 'deliver-webhook';
const WORKER: Actor = { kind: 'system', name: 'worker' };

export interface WorkDone {
  /** Outbox rows that were worked on, whatever came of them. */
  readonly rows: number;
  readonly failed: number;
}

/** Everything scheduled, once, then the outbox rows that are due, until none is. What is paused is left alone. */
export async function workNow(app: App, { outbox, scheduled }: JobSelection = ALL_JOBS): Promise<WorkDone> {
  for (const job of scheduled)
    if (!(await isPaused(app.database, job.name))) await job.handle(app.context(WORKER, job.name));
  const limits = new Map(outbox.map(({ name }) => [name, BATCH]));
  const tally = createJobTally();
  const done = { rows: 0, failed: 0 };
  // What fails is tried again by the next run, not by this one: it has to end.
  const failed = new Set<string>();
  const work = async (row: OutboxRow) => {
    const job = outbox.find(({ name }) => name === row.kind);
    const end = job ? await deliver(app.context(WORKER, row.id), job, { outboxId: row.id, tally }) : 'taken';
    done.rows += end === 'taken' ? 0 : 1;
    if (end !== 'retry' && end !== 'dead') return;
    done.failed += 1;
    failed.add(row.id);
  };
  const placeAt = placesByReceiver();
  for (;;) {
    const found = await dueOutboxRows(app.database, app.context(WORKER, 'now').now(), limits);
    const due = found.filter(({ id }) => !failed.has(id));
    if (due.length === 0) break;
    // Receivers may be slow, and one of them holds up no other; everything else is in its order.
    await Promise.all(due.filter(isMessage).map((row) => placeAt(row)(() => work(row))));
    for (const row of due) if (!isMessage(row)) await work(row);
  }
  await tally.book(app.database, app.context(WORKER, 'now').now().slice(0, 10));
  return done;
}

/** Places of each receiver: as many as messages may be under way to one. */
function placesByReceiver(): (row: OutboxRow) => LimitFunction {
  const places = new Map<string, LimitFunction>();
  return ({ payload }) => {
    const url = String((payload as { readonly url?: unknown }).url);
    const place = places.get(url) ?? pLimit(MESSAGES_AT_ONCE);
    places.set(url, place);
    return place;
  };
}
