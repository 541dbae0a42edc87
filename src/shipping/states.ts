/** Where a parcel is. Tracking is its own axis: it never moves an order back. */
import { en } from '../languages/en.ts';

/** From the label to the door, then the side tracks. */
export const TRACKING_STATUSES = [
  'unknown',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'exception',
  'return_to_sender',
  'delivered',
  'cancelled',
] as const;

export type TrackingStatus = (typeof TRACKING_STATUSES)[number];

/** A parcel in one of these is not asked about any more. */
const FINAL: ReadonlySet<TrackingStatus> = new Set(['delivered', 'return_to_sender', 'cancelled']);

export const isTrackingFinal = (status: TrackingStatus): boolean => FINAL.has(status);

/**
 * The status to keep when a carrier reports one: on the road the last word counts (a parcel goes out, comes back to the depot
 * and goes out again), nothing goes back to before it, and what is final stays.
 */
export function advance(held: TrackingStatus, reported: TrackingStatus): TrackingStatus {
  if (isTrackingFinal(held) || reported === 'unknown') return held;
  const left = TRACKING_STATUSES.indexOf(held) >= TRACKING_STATUSES.indexOf('in_transit');
  return left && reported === 'pre_transit' ? held : reported;
}

/** The status in a customer's words. */
export const trackingTitle = (status: TrackingStatus): string => en.tracking[status];
