/** Moving an order by hand: what staff say has happened, as the moves the order's machine knows. */
import type { WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { mailAnnouncement } from '../orders/announcements.ts';
import { fulfillmentStatusOf } from '../orders/rules.ts';
import type { OrderChange } from '../orders/save-order.ts';
import { type OrderEvent, type OrderStatus, orderMachine } from '../orders/states.ts';
import { readParts } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import type { NewEvent } from '../orders/timeline.ts';
import { shownNumber } from '../shipping/by-hand.ts';
import { updateShipment } from '../shipping/store.ts';

/** What can be said by hand, and the event it stands for. Shipping and cancelling are verbs of their own. */
const BY_HAND = {
  processing: 'process',
  delivered: 'deliver',
  returned: 'return',
} as const satisfies Partial<Record<OrderStatus, OrderEvent>>;
export type ByHand = keyof typeof BY_HAND;

/** Throws `transition_forbidden`, naming what is possible. */
export async function moveChange(cx: WriteContext, order: OrderRow, status: ByHand): Promise<OrderChange> {
  const next = orderMachine.next(order.status, BY_HAND[status]);
  if (!next) throw forbidden(order, status);
  if (status === 'delivered') return deliverAll(cx, order);
  const kind = status === 'returned' ? 'order.returned' : 'order.processing';
  return { changes: { status: next }, events: [{ kind }] };
}

/** Every parcel that had not arrived has, because staff say so. */
async function deliverAll(cx: WriteContext, order: OrderRow): Promise<OrderChange> {
  const now = cx.now();
  const { items, shipments } = await readParts(cx.db, order);
  const back = shipments.find(({ status }) => status === 'return_to_sender');
  if (back) {
    throw new Refusal(
      'transition_forbidden',
      `${order.order_number} has a parcel on its way back (${back.tracking_number}), so not all of it has arrived; when it is here again: orders admin update ${order.order_number} --status returned.`,
      { facts: { order_status: order.status } },
    );
  }
  const arriving = shipments.filter(({ status }) => status !== 'delivered' && status !== 'cancelled');
  for (const { id } of arriving)
    await updateShipment(cx.db, id, { status: 'delivered', delivered_at: now, next_poll_at: null });
  const events = arriving.map(
    ({ carrier, tracking_number }): NewEvent => ({
      kind: 'shipment.delivered',
      data: { carrier, tracking_number: shownNumber({ tracking_number }) },
    }),
  );
  const arrived = shipments.map(() => ({ status: 'delivered' }) as const);
  return {
    changes: {
      status: 'delivered',
      fulfillment_status: fulfillmentStatusOf(items, arrived),
      delivered_at: now,
    },
    events: [...events, { kind: 'order.delivered' }],
    announcements: arriving.map(({ id }) => mailAnnouncement(order.id, 'order-delivered', id)),
  };
}

function forbidden({ order_number, status }: OrderRow, wanted: OrderStatus): Refusal {
  const possible = orderMachine.from(status);
  const hint = possible.length > 0 ? `from there it can: ${possible.join(', ').replaceAll('_', ' ')}` : 'that is final';
  return new Refusal('transition_forbidden', `${order_number} is ${status} and cannot become ${wanted}; ${hint}.`, {
    facts: { order_status: status },
  });
}
