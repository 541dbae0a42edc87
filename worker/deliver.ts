/**
 * Doing what one outbox row asks for. The row's lease, not the job, decides who does it: a second job for the same row
 * finds it leased or done, and a worker that stalls past its lease can no longer write its end into the row.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from '../src/context.ts';
import { backoffMs } from '../src/lib/backoff.ts';
import { failureText } from '../src/lib/failure-text.ts';
import { parseId } from '../src/lib/ids.ts';
import { plus, SECOND } from '../src/lib/time.ts';
import { failOutboxRow, finishOutboxRow, leaseOutboxRow, renewOutboxLease } from '../src/outbox/lease.ts';
import { PermanentFailure } from '../src/outbox/permanent-failure.ts';
import { findOutboxRow, type OutboxRow } from '../src/outbox/store.ts';
import { TryLater } from '../src/outbox/try-later.ts';
import { crashPoint } from '../src/platform/crash-points.ts';
import type { OutboxJob } from './job.ts';
import { createJobTally, type JobTally } from './tally.ts';

/** A worker that dies holding a lease is followed by another after this; one that lives renews it in time. */
const LEASE_MS = 15 * SECOND;

export type Delivery = 'done' | 'retry' | 'dead' | 'taken';

/** Does the row's work, unless another worker has done it or is at it. The outcome is counted in `tally`. */
export async function deliver(
  context: Context,
  job: OutboxJob,
  { outboxId, tally = createJobTally() }: { readonly outboxId: string; readonly tally?: JobTally },
): Promise<Delivery> {
  const id = parseId('out', outboxId);
  const found = id && (await findOutboxRow(context.db, id));
  const token = randomUUID().replaceAll('-', '').slice(0, 26);
  const row = found && (await leaseOutboxRow(context.db, found, { token, now: context.now(), leaseMs: LEASE_MS }));
  if (!row) return 'taken';
  const log = context.log.child({ job: job.name, outbox: row.id, ...(row.order_id ? { order: row.order_id } : {}) });
  if (found.lease_until) {
    tally.count(job.name, { rescued: 1 });
    log.warn({ attempt: row.attempts }, 'the worker that had begun it is gone; taken over');
  }
  const from = Date.now();
  const end = await work({ ...context, log }, job, { row, token });
  const busy_ms = Date.now() - from;
  log.debug({ attempt: row.attempts, ms: busy_ms }, end);
  tally.count(job.name, end === 'taken' ? { busy_ms } : { [COUNTED[end]]: 1, busy_ms });
  return end;
}

const COUNTED = { done: 'done', retry: 'failed', dead: 'dead' } as const;

/** `taken` when the worker stalled past its lease, and the row is another's now. */
async function work(
  context: Context,
  job: OutboxJob,
  { row, token }: { readonly row: OutboxRow; readonly token: string },
): Promise<Delivery> {
  const renewal = setInterval(
    () => void renewOutboxLease(context.db, row.id, { token, now: context.now(), leaseMs: LEASE_MS }).catch(() => {}),
    LEASE_MS / 3,
  );
  try {
    await job.handle(context, row);
  } catch (error) {
    return await fail(context, job, { row, token, error });
  } finally {
    clearInterval(renewal);
  }
  crashPoint('deliver.before_commit');
  const finished = await finishOutboxRow(context.db, row.id, { token, now: context.now() });
  crashPoint('deliver.after_commit');
  return finished > 0 ? 'done' : 'taken';
}

async function fail(
  context: Context,
  job: OutboxJob,
  { row, token, error }: { readonly row: OutboxRow; readonly token: string; readonly error: unknown },
): Promise<Delivery> {
  const now = context.now();
  const later = error instanceof TryLater ? error : undefined;
  const attempts = later?.counts === false ? row.attempts - 1 : row.attempts;
  const last = error instanceof PermanentFailure || attempts >= job.retry.attempts;
  const retryAt = last ? undefined : plus(now, Math.max(later?.afterMs ?? 0, waitMs(attempts, job)));
  const reason = failureText(error);
  if ((await failOutboxRow(context.db, row.id, { token, failure: { error: reason, now, retryAt, attempts } })) === 0)
    return 'taken';
  const facts = { attempt: row.attempts, error: reason, retry_at: retryAt };
  if (later?.counts === false) context.log.debug(facts, 'put off');
  else if (last) context.log.error(facts, 'given up; it is a dead letter now');
  else context.log.warn(facts, 'failed; it is tried again');
  return last ? 'dead' : 'retry';
}

/** What has never been attempted waits only as long as was asked for. */
const waitMs = (attempts: number, { retry }: OutboxJob): number => (attempts === 0 ? 0 : backoffMs(attempts, retry));
