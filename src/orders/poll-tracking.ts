/** Asking carriers about parcels: the ones that are due, in batches. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { plus, SECOND } from '../lib/time.ts';
import type { Carrier } from '../shipping/carrier.ts';
import { claimPoll, type ShipmentRow, shipmentsDue } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { recordTracking } from './record-tracking.ts';

const MOST_AT_ONCE = 500;
/** A claim whose worker dies is free again after this; twice what the HTTP client waits for one batch. */
const CLAIM_MS = 20 * SECOND;

/** Asks about every shipment that is due. How many were asked about, and how many could not be. */
export const pollTracking = defineUseCase({
  name: 'poll-tracking',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ polled: number; failed: number }> {
    return pollShipments(context, await shipmentsDue(context.db, context.now(), MOST_AT_ONCE));
  },
});

/** Asks about these shipments, each carrier in batches; those somebody else is asking about are left out. */
export async function pollShipments(
  context: Context,
  due: readonly ShipmentRow[],
): Promise<{ polled: number; failed: number }> {
  let polled = 0;
  let failed = 0;
  for (const [code, ofCarrier] of groupByCarrier(due)) {
    const carrier = context.carriers.for(code);
    const batchSize = carrier?.batchSize ?? ofCarrier.length;
    for (let at = 0; at < ofCarrier.length; at += batchSize) {
      const batch = await claim(context, ofCarrier.slice(at, at + batchSize));
      polled += batch.length;
      failed += batch.length > 0 ? await pollBatch(context, carrier, batch) : 0;
    }
  }
  return { polled, failed };
}

async function claim(context: Context, batch: readonly ShipmentRow[]): Promise<ShipmentRow[]> {
  const until = plus(context.now(), CLAIM_MS);
  const claimed: ShipmentRow[] = [];
  for (const shipment of batch) if (await claimPoll(context.db, shipment, until)) claimed.push(shipment);
  return claimed;
}

async function pollBatch(
  context: Context,
  carrier: Carrier | undefined,
  batch: readonly ShipmentRow[],
): Promise<number> {
  try {
    const reports = await carrier?.fetch(batch.map(({ tracking_number }) => tracking_number));
    for (const shipment of batch) await recordTracking(context, shipment, reports?.get(shipment.tracking_number));
    return 0;
  } catch (error) {
    context.log.warn(
      { carrier: carrier?.code, parcels: batch.length, error: String(error) },
      'could not ask a carrier; trying again later',
    );
    return batch.length;
  }
}

function groupByCarrier(shipments: readonly ShipmentRow[]): Map<string, ShipmentRow[]> {
  const groups = new Map<string, ShipmentRow[]>();
  for (const shipment of shipments) groups.set(shipment.carrier, [...(groups.get(shipment.carrier) ?? []), shipment]);
  return groups;
}
