/** The forms of jobs. A job is one file in jobs/ and a line in jobs/index.ts; its handler calls a use case. */
import type { Context } from '../src/context.ts';
import type { Backoff } from '../src/lib/backoff.ts';
import { OUTBOX, type OutboxKind, type PayloadOf, readPayload } from '../src/outbox/kinds.ts';
import type { OutboxRow } from '../src/outbox/store.ts';

interface JobForm {
  readonly concurrency: number;
  /** Waits between attempts; after the last attempt the row is a dead letter. */
  readonly retry: Backoff & { readonly attempts: number };
}

/** Work that something asked for, once: an outbox row of this kind. */
export interface OutboxJob extends JobForm {
  readonly name: OutboxKind;
  readonly group: string;
  handle(context: Context, row: OutboxRow): Promise<void>;
}

interface TypedJob<K extends OutboxKind> extends JobForm {
  readonly name: K;
  handle(context: Context, payload: PayloadOf<K>, row: OutboxRow): Promise<unknown>;
}

/** A job whose payload is checked, and typed, by the schema of its kind. */
export const outboxJob = <K extends OutboxKind>({ name, concurrency, retry, handle }: TypedJob<K>): OutboxJob => ({
  name,
  group: OUTBOX[name].group,
  concurrency,
  retry,
  async handle(context, row) {
    await handle(context, readPayload(name, row.payload), row);
  },
});

/** Work on a schedule. */
export interface ScheduledJob {
  readonly name: string;
  readonly group: string;
  readonly everyMs: (context: Context) => number;
  /** What there was to do, for the log; all zero is not worth a line. */
  handle(context: Context): Promise<Readonly<Record<string, number>>>;
}

interface Scheduled extends Pick<ScheduledJob, 'name' | 'group' | 'everyMs'> {
  /** A use case that needs nothing to know. */
  run(context: Context, input: object): Promise<object>;
}

/** A use case that comes round; what it counts is what the log says. */
export const scheduledJob = ({ run, ...job }: Scheduled): ScheduledJob => ({
  ...job,
  handle: async (context) => ({ ...(await run(context, {})) }) as Readonly<Record<string, number>>,
});
