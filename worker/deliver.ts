/**
 * Doing what one outbox row asks for. The row's lease, not the job, decides who does it: a second job for the same row
 * finds it leased or done, and a worker that stalls past its lease can no longer write its end into the row.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from '../src/context.ts';
import { backoffMs } from '../src/lib/backoff.ts';
import { crashPoint } from '../src/lib/crash-points.ts';
import { type Id, parseId } from '../src/lib/ids.ts';
import { plus, SECOND } from '../src/lib/time.ts';
import { PermanentFailure } from '../src/outbox/permanent-failure.ts';
import {
  failOutboxRow,
  findOutboxRow,
  finishOutboxRow,
  leaseOutboxRow,
  type OutboxRow,
  renewOutboxLease,
} from '../src/outbox/store.ts';
import type { OutboxJob } from './job.ts';

/** A worker that dies holding a lease is followed by another after this; one that lives renews it in time. */
const LEASE_MS = 15 * SECOND;

export type Delivery = 'done' | 'retry' | 'dead' | 'taken';

export async function deliver(context: Context, job: OutboxJob, outboxId: string): Promise<Delivery> {
  const id = parseId('out', outboxId);
  if (!id) return 'taken';
  const token = randomUUID().replaceAll('-', '').slice(0, 26);
  if (!(await leaseOutboxRow(context.db, id, token, context.now(), LEASE_MS))) return 'taken';
  const row = (await findOutboxRow(context.db, id)) as OutboxRow;
  const renewal = setInterval(
    () => void renewOutboxLease(context.db, id, token, context.now(), LEASE_MS).catch(() => {}),
    LEASE_MS / 3,
  );
  try {
    await job.handle(context, row);
  } catch (error) {
    return await fail(context, job, row, token, error);
  } finally {
    clearInterval(renewal);
  }
  crashPoint('deliver.before_commit');
  await finishOutboxRow(context.db, id, token, context.now());
  crashPoint('deliver.after_commit');
  return 'done';
}

async function fail(
  context: Context,
  job: OutboxJob,
  row: OutboxRow,
  token: string,
  error: unknown,
): Promise<Delivery> {
  const now = context.now();
  const last = error instanceof PermanentFailure || row.attempts >= job.retry.attempts;
  const retryAt = last ? undefined : plus(now, backoffMs(row.attempts, job.retry));
  const reason = error instanceof Error ? error.message : String(error);
  await failOutboxRow(context.db, row.id as Id<'out'>, token, { error: reason, now, retryAt });
  const facts = { job: job.name, outbox: row.id, attempt: row.attempts, error: reason, retry_at: retryAt };
  if (last) context.log.error(facts, 'given up; it is a dead letter now');
  else context.log.warn(facts, 'failed; it is tried again');
  return last ? 'dead' : 'retry';
}
