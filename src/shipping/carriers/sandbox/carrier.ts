/**
 * The sandbox carrier walks every parcel to the door, one step each `stepMs` from the first time it is asked about it.
 * It keeps its own books, so a restart does not send a parcel back. It stands in for every carrier that has no adapter
 * of its own; a parcel whose number begins with SBX9 is held up on the way.
 */
import { join } from 'node:path';
import { type Closable, definePlugin } from '../../../config/plugin.ts';
import { toInstant } from '../../../lib/time.ts';
import { openBooks } from '../../../platform/sandbox-books.ts';
import type { Carrier, TrackingReport } from '../../carrier.ts';
import type { TrackingStatus } from '../../states.ts';
import { SANDBOX_SETTINGS } from './settings.ts';

interface Step {
  readonly status: TrackingStatus;
  readonly description: string;
  readonly location?: string;
}

const TO_THE_DOOR: readonly Step[] = [
  { status: 'pre_transit', description: 'The carrier has been told about the parcel' },
  { status: 'in_transit', description: 'Picked up', location: 'Warehouse' },
  { status: 'in_transit', description: 'Sorted at the parcel centre', location: 'Parcel centre' },
  { status: 'out_for_delivery', description: 'On the van', location: 'Delivery base' },
  { status: 'delivered', description: 'Handed over at the door', location: 'At the door' },
];

const HELD_UP: readonly Step[] = [
  ...TO_THE_DOOR.slice(0, 2),
  { status: 'exception', description: 'The address could not be found', location: 'Parcel centre' },
];

const SCHEMA = 'CREATE TABLE IF NOT EXISTS parcels (tracking_number TEXT PRIMARY KEY, seen_at INTEGER)';

export const sandboxCarrier = definePlugin<Carrier, typeof SANDBOX_SETTINGS>({
  code: 'sandbox',
  settings: SANDBOX_SETTINGS,
  sandbox: true,
  open: ({ stepMs }, { dataDir, now }) => open(join(dataDir, 'sandbox'), stepMs, now),
});

function open(folder: string, stepMs: number, now: () => number): Carrier & Closable {
  const books = openBooks(join(folder, 'carrier.sqlite'), SCHEMA);
  const firstSeen = (trackingNumber: string): number => {
    books
      .prepare('INSERT OR IGNORE INTO parcels (tracking_number, seen_at) VALUES (?, ?)')
      .run([trackingNumber, now()]);
    const sql = 'SELECT seen_at FROM parcels WHERE tracking_number = ?';
    return (books.prepare(sql).all([trackingNumber])[0] as { seen_at: number }).seen_at;
  };
  const report = (trackingNumber: string): TrackingReport => {
    const steps = trackingNumber.startsWith('SBX9') ? HELD_UP : TO_THE_DOOR;
    const seenAt = firstSeen(trackingNumber);
    const taken = steps.slice(0, 1 + Math.floor((now() - seenAt) / stepMs));
    return {
      status: (taken.at(-1) as Step).status,
      estimatedDelivery: toInstant(seenAt + (TO_THE_DOOR.length - 1) * stepMs),
      events: taken.map((step, index) => ({ ...step, occurredAt: toInstant(seenAt + index * stepMs) })),
    };
  };
  return {
    code: 'sandbox',
    batchSize: 50,
    covers: () => true,
    fetch: async (trackingNumbers) => new Map(trackingNumbers.map((number) => [number, report(number)])),
    close: () => books.close(),
  };
}
