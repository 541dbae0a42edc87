/** Work without a daemon, in this process and until there is none left: for cron, for tests, for one job by hand. */
import type { App } from '../src/app.ts';
import type { Actor } from '../src/context.ts';
import { isPaused } from '../src/outbox/pauses.ts';
import { dueOutboxRows } from '../src/outbox/store.ts';
import { deliver } from './deliver.ts';
import { ALL_JOBS, type JobSelection } from './jobs/select.ts';
import { createJobTally } from './tally.ts';

const BATCH = 100;
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
  let rows = 0;
  let failed = 0;
  for (;;) {
    const due = await dueOutboxRows(app.database, app.context(WORKER, 'now').now(), limits);
    if (due.length === 0) break;
    for (const row of due) {
      const job = outbox.find(({ name }) => name === row.kind);
      const end = job ? await deliver(app.context(WORKER, row.id), job, { outboxId: row.id, tally }) : 'taken';
      rows += end === 'taken' ? 0 : 1;
      failed += end === 'retry' || end === 'dead' ? 1 : 0;
    }
  }
  await tally.book(app.database, app.context(WORKER, 'now').now().slice(0, 10));
  return { rows, failed };
}
