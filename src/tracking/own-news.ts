/** Numbers are used again, and clocks go wrong: what a carrier says that cannot be of our parcel is no news. Pure. */
import { DAY, type Instant, plus } from '../lib/time.ts';
import type { TrackingReport } from '../shipping/carrier.ts';

/** Labels are printed at most so long before the parcel leaves. */
const LABEL_BEFORE_MS = 14 * DAY;
/** A clerk who catches up records parcels that have arrived already, but not for longer than this. */
const HANDED_OVER_BEFORE_MS = 7 * DAY;
/** Nothing happens tomorrow; a day is left for time zones that a carrier got wrong. */
const AHEAD_MS = DAY;

interface Known {
  readonly shipped_at: Instant;
  readonly now: Instant;
}

/** The report without events that cannot be ours; undefined when its status comes from one of them. */
export function ownNews(report: TrackingReport, { shipped_at, now }: Known): TrackingReport | undefined {
  const events = report.events.filter(
    ({ occurredAt }) => occurredAt >= plus(shipped_at, -LABEL_BEFORE_MS) && occurredAt <= plus(now, AHEAD_MS),
  );
  if (report.events.length > 0 && events.length === 0) return undefined;
  const delivery = report.events.find(({ status }) => status === 'delivered')?.occurredAt;
  const impossible =
    delivery !== undefined && (delivery < plus(shipped_at, -HANDED_OVER_BEFORE_MS) || delivery > plus(now, AHEAD_MS));
  if (report.status === 'delivered' && impossible) return undefined;
  return { ...report, events };
}
