import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { expectedVersion } from '../orders/access.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import { orderMachine } from '../orders/states.ts';
import { readParts } from '../orders/store.ts';
import type { NewEvent } from '../orders/timeline.ts';
import { updateShipment } from '../shipping/store.ts';
import { normalTracking } from '../shipping/tracking-form.ts';

/**
 * Hands a parcel over at the counter, against the code of the customer's mail; the order has arrived when all of it has.
 * Throws `order_not_found`, `transition_forbidden` where nothing waits, and `invalid_input` for another code.
 */
export const collectOrder = defineOrderWrite({
  name: 'collect-order',
  allow: ['staff'],
  input: z.strictObject({
    order: orderReference,
    code: z.string('is needed').trim().min(1, 'is needed').max(32),
    expected_version: expectedVersion,
  }),
  async change(cx, order, { input: { code } }) {
    const { items, shipments } = await readParts(cx.db, order);
    const waiting = shipments.filter(
      ({ carrier, status }) => carrier === 'pickup' && status === 'available_for_pickup',
    );
    if (waiting.length === 0) {
      throw new Refusal('transition_forbidden', `Nothing of ${order.order_number} waits to be collected.`);
    }
    const shipment = waiting.find(({ tracking_number }) => tracking_number === normalTracking(code));
    if (!shipment) {
      const detail = 'is not the code of the customer’s mail';
      throw new Refusal('invalid_input', `code ${detail}: ask for the mail, or for a proof of who they are.`, {
        errors: [{ pointer: '/code', detail }],
      });
    }
    const now = cx.now();
    await updateShipment(cx.db, shipment.id, { status: 'delivered', delivered_at: now });
    const after = shipments.map((parcel) =>
      parcel.id === shipment.id ? { ...parcel, status: 'delivered' as const } : parcel,
    );
    const arrived = after.every(({ status }) => status === 'delivered')
      ? orderMachine.next(order.status, 'deliver')
      : undefined;
    const events: NewEvent[] = [{ kind: 'shipment.collected' }];
    if (arrived) events.push({ kind: 'order.delivered' });
    return {
      changes: {
        fulfillment_status: fulfillmentStatusOf(items, after),
        ...(arrived ? { status: arrived, delivered_at: now } : {}),
      },
      events,
    };
  },
});
