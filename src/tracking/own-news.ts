/** Numbers are used again: what a carrier says of a parcel of before is no news of ours. Pure. */
import { DAY, type Instant, plus } from '../lib/time.ts';
import type { TrackingReport } from '../shipping/carrier.ts';

/** Labels are printed at most so long before the parcel leaves. */
const LABEL_BEFORE_MS = 14 * DAY;
/** A clerk who catches up records parcels that have arrived already, but not for longer than this. */
const HANDED_OVER_BEFORE_MS = 7 * DAY;

/** The report without the events of an older parcel; undefined when its status is that of the older one. */
export function ownNews(report: TrackingReport, shipped_at: Instant): TrackingReport | undefined {
  const events = report.events.filter(({ occurredAt }) => occurredAt >= plus(shipped_at, -LABEL_BEFORE_MS));
  if (report.events.length > 0 && events.length === 0) return undefined;
  const delivery = report.events.find(({ status }) => status === 'delivered')?.occurredAt;
  const ofBefore = delivery !== undefined && delivery < plus(shipped_at, -HANDED_OVER_BEFORE_MS);
  if (report.status === 'delivered' && ofBefore) return undefined;
  return { ...report, events };
}
