/** Rate limits: how many calls a minute one caller and one address may make, with few of the costly ones. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../errors.ts';
import { HOUR, SECOND } from '../lib/time.ts';

export interface RateLimits {
  /** Counts one call of `who`. */
  take(kind: LimitKind, who: string): Promise<Taken>;
  /** Throws what `refuse` makes for an address from which too many payments were declined within the hour. */
  requireFewDeclines(address: string, refuse: () => Refusal): Promise<void>;
  /** Counts a payment that was declined. */
  countDecline(address: string): Promise<void>;
}

export interface Taken {
  /** What is left, for the reply. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set when it was one too many. */
  readonly refusal?: Refusal;
}

/** `address`: calls nobody signs; `caller`: calls of a person; `costly`: checkouts and the like, of a person. */
export type LimitKind = 'address' | 'caller' | 'costly';

const WINDOW_SECONDS = 60;

/** Calls for each kind and minute; 0 is no limit. They are counted in this process. */
export function createRateLimits(perMinute: Readonly<Record<LimitKind, number>>, declinesPerHour: number): RateLimits {
  const declines = new RateLimiterMemory({ points: declinesPerHour, duration: HOUR / SECOND, keyPrefix: 'declines' });
  const limiters = new Map(
    (Object.entries(perMinute) as [LimitKind, number][])
      .filter(([, points]) => points > 0)
      .map(([kind, points]) => [kind, new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: kind })]),
  );
  return {
    async requireFewDeclines(address, refuse) {
      const taken = await declines.get(address);
      if (taken && taken.consumedPoints >= declinesPerHour) throw refuse();
    },
    async countDecline(address) {
      await declines.penalty(address);
    },
    async take(kind, who) {
      const limiter = limiters.get(kind);
      if (!limiter) return { headers: {} };
      try {
        return { headers: headersOf(kind, limiter.points, await limiter.consume(who)) };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        const detail = `More than ${limiter.points} calls in a minute; go on in ${seconds} seconds.`;
        const refusal = new Refusal('too_many_requests', detail, { facts: { retry_after: seconds } });
        return { headers: headersOf(kind, limiter.points, refused), refusal };
      }
    },
  };
}

/** As drafted by the IETF (draft-ietf-httpapi-ratelimit-headers): the policy, and what is left of it. */
const headersOf = (kind: LimitKind, points: number, { remainingPoints, msBeforeNext }: RateLimiterRes) => ({
  'ratelimit-policy': `"${kind}";q=${points};w=${WINDOW_SECONDS}`,
  ratelimit: `"${kind}";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1000)}`,
});
