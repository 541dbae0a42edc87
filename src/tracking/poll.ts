/** Asking carriers about parcels: the ones that are due, in full batches, within each carrier's budget of calls. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { groupBy } from '../lib/group-by.ts';
import { plus, SECOND } from '../lib/time.ts';
import { callsLeft, takeCall } from '../shipping/budget.ts';
import type { Carrier, TrackingReport } from '../shipping/carrier.ts';
import { carriersDue, claimPoll, type ShipmentRow, shipmentsDue, updateShipments } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { recordTracking } from './record.ts';
import { recordQuiet } from './record-quiet.ts';

/** Most parcels of one carrier in one run. */
const MOST_AT_ONCE = 500;
/** A claim whose worker dies is free again after this; twice what the HTTP client waits for one batch. */
const CLAIM_MS = 20 * SECOND;

const NO_REPORTS: ReadonlyMap<string, TrackingReport> = new Map();

export interface Polled {
  readonly polled: number;
  readonly failed: number;
}

/** Asks about the shipments that are due. How many were asked about, and how many could not be. */
export const pollTracking = defineUseCase({
  name: 'poll-tracking',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<Polled> {
    const total = { polled: 0, failed: 0 };
    const codesDue = await carriersDue(context.db, context.now());
    for (const [carrier, codes] of groupBy(codesDue, (code) => context.carriers.for(code))) {
      const calls = carrier
        ? await callsLeft(context.db, context.settings.carrierBudgets, { carrier: carrier.code, now: context.now() })
        : 1;
      const most = Math.min(MOST_AT_ONCE, calls * (carrier?.batchSize ?? MOST_AT_ONCE));
      if (most === 0) continue;
      const { polled, failed } = await pollShipments(
        context,
        await shipmentsDue(context.db, { carriers: codes, now: context.now(), limit: most }),
      );
      total.polled += polled;
      total.failed += failed;
    }
    return total;
  },
});

/** Asks about these shipments, each carrier in batches; those somebody else is asking about are left out. */
export async function pollShipments(context: Context, due: readonly ShipmentRow[]): Promise<Polled> {
  let polled = 0;
  let failed = 0;
  for (const [carrier, itsParcels] of groupBy(due, (shipment) => context.carriers.for(shipment.carrier))) {
    const batchSize = carrier?.batchSize ?? itsParcels.length;
    for (let at = 0; at < itsParcels.length; at += batchSize) {
      const batch = await claim(context, itsParcels.slice(at, at + batchSize));
      if (batch.length === 0) continue;
      if (
        carrier &&
        !(await takeCall(context.db, context.settings.carrierBudgets, { carrier: carrier.code, now: context.now() }))
      )
        break;
      polled += batch.length;
      failed += await pollBatch(context, carrier, batch);
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
    const news = await recordQuiet(context, batch, reports ?? NO_REPORTS);
    for (const shipment of news) await recordTracking(context, shipment, reports?.get(shipment.tracking_number));
    return 0;
  } catch (error) {
    context.log.warn(
      { carrier: carrier?.code, parcels: batch.length, error: String(error) },
      'could not ask a carrier; trying again later',
    );
    // Whoever looks again and again does not make it answer: the next look waits as after an answer.
    const ids = batch.map(({ id }) => id);
    await updateShipments(context.db, ids, { last_polled_at: context.now() });
    return batch.length;
  }
}
