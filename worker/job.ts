/** The forms of jobs. A job is one file in jobs/ and a line in jobs/index.ts; its handler calls a use case. */
import type { Context } from '../src/context.ts';
import type { Backoff } from '../src/lib/backoff.ts';
import type { OutboxKind, OutboxRow } from '../src/outbox/store.ts';

/** Work that something asked for, once: an outbox row of this kind. */
export interface OutboxJob {
  readonly name: OutboxKind;
  readonly concurrency: number;
  /** Waits between attempts; after the last attempt the row is a dead letter. */
  readonly retry: Backoff & { readonly attempts: number };
  handle(context: Context, row: OutboxRow): Promise<void>;
}

/** Work that comes round again and again. */
export interface ScheduledJob {
  readonly name: string;
  readonly everyMs: (context: Context) => number;
  /** What there was to do, for the log; all zero is not worth a line. */
  handle(context: Context): Promise<Readonly<Record<string, number>>>;
}
