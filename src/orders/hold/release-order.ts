import { z } from 'zod';
import { actorLabel } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { expectedVersion } from '../access.ts';
import { defineOrderWrite } from '../order-write.ts';
import { orderReference } from '../reference.ts';
import { releaseHolds } from '../store.ts';

/** Lets a held order ship again. Throws `not_held`. */
export const releaseOrder = defineOrderWrite({
  name: 'release-order',
  allow: ['staff', 'system'],
  input: z.strictObject({ order: orderReference, expected_version: expectedVersion }),
  async change(cx, order) {
    const released = await releaseHolds(cx.db, order.id, { released_by: actorLabel(cx.actor), released_at: cx.now() });
    if (released === 0) throw new Refusal('not_held', `${order.order_number} is not on hold.`);
    return { changes: { held: false }, events: [{ kind: 'order.released' }] };
  },
});
