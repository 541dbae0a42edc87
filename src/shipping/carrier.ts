/** The port to shipping providers. */
import type { Instant } from '../lib/time.ts';
import type { TrackingStatus } from './states.ts';

export interface TrackingReportEvent {
  readonly status: TrackingStatus;
  readonly description: string;
  readonly location?: string;
  readonly occurredAt: Instant;
}

/** What a carrier says of one parcel, events oldest first. */
export interface TrackingReport {
  readonly status: TrackingStatus;
  readonly estimatedDelivery?: Instant;
  readonly events: readonly TrackingReportEvent[];
}

export interface Carrier {
  readonly code: string;
  /** Most parcels that are asked about in one call. */
  readonly batchSize: number;
  /** Whether it can be asked about parcels of this carrier code. */
  covers(carrier: string): boolean;
  /** Reports by tracking number; numbers it does not know are left out. Throws when the carrier cannot be reached. */
  fetch(trackingNumbers: readonly string[]): Promise<ReadonlyMap<string, TrackingReport>>;
}

export interface Carriers {
  /** Who can be asked about parcels of this carrier; undefined when nobody configured can. */
  for(carrier: string): Carrier | undefined;
  readonly all: readonly Carrier[];
}
