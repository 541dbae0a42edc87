/** When a parcel is asked about again: soon while something is about to happen, seldom when it has long been quiet. */
import { DAY } from '../lib/time.ts';
import type { TrackingStatus } from './states.ts';

/** A label that is not scanned on its first day waits for something else than us. */
const FRESH_MS = DAY;
/** After two weeks a parcel moves when somebody looks for it. */
const OLD_MS = 14 * DAY;

/** Milliseconds until the next look; `baseMs` is the configured interval, `ageMs` is since the parcel was shipped. */
export function pollIntervalMs(status: TrackingStatus, ageMs: number, baseMs: number): number {
  if (ageMs > OLD_MS) return 8 * baseMs;
  if (status === 'exception' || status === 'available_for_pickup') return 4 * baseMs;
  if ((status === 'unknown' || status === 'pre_transit') && ageMs > FRESH_MS) return 4 * baseMs;
  return baseMs;
}
