/** A carrier with parcels that arrive on days of their own, asked about in virtual time. */
import type { Context } from '../../src/context.ts';
import { DAY, HOUR, MINUTE, toInstant } from '../../src/lib/time.ts';
import type { Carrier, TrackingReport } from '../../src/shipping/carrier.ts';
import type { TrackingStatus } from '../../src/shipping/states.ts';
import { pollTracking } from '../../src/tracking/poll.ts';

const BATCH = 50;
const STEP_MS = 10 * MINUTE;

interface Parcel {
  readonly deliveredAt: number;
  lastSeen: number;
  noticedAt?: number;
}

export interface SimulationResult {
  readonly callsByDay: readonly number[];
  /** The longest time that a parcel on its way was not asked about. */
  readonly longestUnseenMs: number;
  readonly delivered: number;
  readonly noticed: number;
  /** From the door to our books. */
  readonly meanNoticeMs: number;
}

class SimulatedCarrier implements Carrier {
  readonly code = 'sandbox';
  readonly batchSize = BATCH;
  readonly callsByDay: number[] = [];
  longestUnseenMs = 0;
  readonly parcels: Map<string, Parcel>;
  private readonly from: number;
  private readonly now: () => number;

  constructor(trackingNumbers: readonly string[], now: () => number, days: number) {
    this.now = now;
    this.from = now();
    const arrival = (index: number) =>
      this.from + HOUR + (((index * 7919) % trackingNumbers.length) * ((days - 2) * DAY)) / trackingNumbers.length;
    this.parcels = new Map(
      trackingNumbers.map((number, index) => [number, { deliveredAt: arrival(index), lastSeen: this.from }]),
    );
  }

  covers(): boolean {
    return true;
  }

  async fetch(trackingNumbers: readonly string[]): Promise<ReadonlyMap<string, TrackingReport>> {
    const now = this.now();
    const day = Math.floor(now / DAY) - Math.floor(this.from / DAY);
    this.callsByDay[day] = (this.callsByDay[day] ?? 0) + 1;
    return new Map(trackingNumbers.map((number) => [number, this.look(this.parcels.get(number) as Parcel, now)]));
  }

  private look(parcel: Parcel, now: number): TrackingReport {
    this.longestUnseenMs = Math.max(this.longestUnseenMs, now - parcel.lastSeen);
    parcel.lastSeen = now;
    const steps: [TrackingStatus, number][] = [
      ['in_transit', parcel.deliveredAt - 2 * DAY],
      ['out_for_delivery', parcel.deliveredAt - 4 * HOUR],
      ['delivered', parcel.deliveredAt],
    ];
    const taken = steps.filter(([, at]) => at <= now);
    if (taken.at(-1)?.[0] === 'delivered') parcel.noticedAt ??= now;
    return {
      status: taken.at(-1)?.[0] ?? 'pre_transit',
      events: taken.map(([status, at]) => ({ status, description: status, occurredAt: toInstant(at) })),
    };
  }
}

/** Lets `days` pass; the worker looks every ten minutes. */
export async function simulateParcels(
  context: Context,
  pass: (ms: number) => void,
  trackingNumbers: readonly string[],
  days: number,
): Promise<SimulationResult> {
  const carrier = new SimulatedCarrier(trackingNumbers, () => Date.parse(context.now()), days);
  const asking: Context = { ...context, carriers: { all: [carrier], for: () => carrier } };
  for (let passed = 0; passed < days * DAY; passed += STEP_MS) {
    await pollTracking(asking, {});
    pass(STEP_MS);
  }
  const now = Date.parse(context.now());
  const parcels = [...carrier.parcels.values()];
  const delivered = parcels.filter(({ deliveredAt }) => deliveredAt <= now);
  const noticed = delivered.filter(({ noticedAt }) => noticedAt !== undefined);
  const waited = noticed.reduce((sum, { deliveredAt, noticedAt = 0 }) => sum + noticedAt - deliveredAt, 0);
  return {
    callsByDay: carrier.callsByDay,
    longestUnseenMs: carrier.longestUnseenMs,
    delivered: delivered.length,
    noticed: noticed.length,
    meanNoticeMs: waited / Math.max(1, noticed.length),
  };
}

/** The time in which the budget has one look at each of so many parcels. */
export const fairShareMs = (parcels: number, callsPerDay: number): number => (parcels / (callsPerDay * BATCH)) * DAY;
