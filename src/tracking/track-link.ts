/** The link to an order's tracking page: signed, expiring, good without a login. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Id, idFromBytes, idToBytes } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import { getWholeOrder, type WholeOrder } from '../orders/store.ts';
import { trackingEventsOf } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { trackedShipments } from './track-order.ts';

/** The address of an order's tracking page. The same instant gives the same address. */
export function trackLink({ trackLinks, settings }: Context, order: Id<'ord'>, from: Instant): string {
  const { publicUrl, trackLinkMs } = settings;
  return `${publicUrl}/track/${trackLinks.sign(idToBytes(order), Date.parse(from) + trackLinkMs)}`;
}

export interface TrackPage {
  readonly order: WholeOrder['order'];
  readonly items: WholeOrder['items'];
  readonly events: WholeOrder['events'];
  readonly shipments: ReturnType<typeof trackedShipments>;
  readonly now: Instant;
}

/** What the page behind a link shows. Throws `page_not_found` for a link that is not ours or has expired. */
export const openTrackLink = defineUseCase({
  name: 'open-track-link',
  allow: ['anonymous', 'customer', 'staff', 'system'],
  input: z.strictObject({ token: z.string().max(200) }),
  async run({ db, trackLinks, now }, { token }): Promise<TrackPage> {
    const bytes = trackLinks.open(token, Date.parse(now()));
    if (bytes?.length !== 16) {
      throw new Refusal('page_not_found', 'This link has expired or is incomplete; use the newest one from your mail.');
    }
    const whole = await getWholeOrder(db, { id: idFromBytes('ord', bytes) });
    const events = await trackingEventsOf(
      db,
      whole.shipments.map(({ id }) => id),
    );
    return { ...whole, shipments: trackedShipments(whole.shipments, events), now: now() };
  },
});
