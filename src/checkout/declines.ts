/** Who tries one card after the other: a person may be declined a few times an hour, then has to wait. */
import { Refusal } from '../errors.ts';
import { HOUR, plus, SECOND } from '../lib/time.ts';
import { countFailedOrders } from '../orders/store.ts';
import type { ContextOf } from '../use-case.ts';

const WAIT_MS = HOUR;

/** Throws `too_many_requests` for a customer whose payments were declined too often within the hour. */
export async function requireFewDeclines(context: ContextOf<'customer'>): Promise<void> {
  const { db, actor, settings, now } = context;
  const declined = await countFailedOrders(db, actor.id, plus(now(), -WAIT_MS));
  if (declined >= settings.declinesPerHour) throw tooManyDeclines();
}

/** What they are told: nothing that helps whoever tries cards. */
export const tooManyDeclines = (): Refusal =>
  new Refusal('too_many_requests', 'Too many payments were declined; try again in an hour, or ask the shop.', {
    facts: { retry_after: WAIT_MS / SECOND },
  });
