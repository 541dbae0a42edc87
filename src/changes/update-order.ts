/** Several verbs in one request: a note, and a move, a shipment, a cancellation or a corrected tracking number. */
import { z } from 'zod';
import { tryRefunds } from '../billing/send-refund.ts';
import type { WriteContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { correctTracking } from '../fulfillment/correct-tracking.ts';
import { shipChange } from '../fulfillment/fulfill-order.ts';
import { placeOf } from '../fulfillment/tracking-numbers.ts';
import { idempotencyKey } from '../idempotency/keys.ts';
import { expectedVersion } from '../orders/access.ts';
import { addNote, noteText } from '../orders/notes/note-order.ts';
import { type Asked, defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import type { OrderRow } from '../orders/tables.ts';
import { type DetectedTracking, detectTracking } from '../shipping/detect.ts';
import { shipmentsOf } from '../shipping/store.ts';
import { type CancelChange, cancelChange } from './cancel-order.ts';
import { moveChange } from './move-order.ts';

export const SETTABLE = ['processing', 'shipped', 'delivered', 'returned', 'cancelled'] as const;

const input = z.strictObject({
  order: orderReference,
  status: z.enum(SETTABLE, { error: `must be one of: ${SETTABLE.join(', ')}` }).optional(),
  tracking_number: z.string().trim().min(1).max(64).optional(),
  carrier: z.string().trim().min(1).max(32).optional(),
  force: z
    .boolean()
    .default(false)
    .meta({ description: 'Take the tracking number as it is, and though it is on another order' }),
  instead_of: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'The wrong number, where an order has several parcels' }),
  internal_notes: noteText.optional(),
  expected_version: expectedVersion,
  idempotency_key: idempotencyKey,
});
type UpdateInput = z.output<typeof input>;
type UpdateAsked = Asked<UpdateInput, DetectedTracking | undefined>;
type UpdateChange = Partial<CancelChange> & Pick<CancelChange, 'events'>;

/**
 * Changes an order by hand: its status, its tracking number, a note, or all of them, in one transaction. `shipped` needs
 * a tracking number and ships everything left. Throws `transition_forbidden`, `stale_version`, and the refusals of
 * fulfilling and cancelling.
 */
export const updateOrder = defineOrderWrite({
  name: 'update-order',
  allow: ['staff'],
  input,
  prepare(context, wanted): Promise<DetectedTracking> | undefined {
    requireSomething(wanted);
    const { tracking_number, carrier } = wanted;
    return tracking_number === undefined
      ? undefined
      : detectTracking(tracking_number, { carrier, force: wanted.force, ...placeOf(context, wanted.order) });
  },
  isDone: (_cx, order, { input: wanted }) => isCancelledAlready(order, wanted) && wanted.internal_notes === undefined,
  async change(cx, order, asked): Promise<UpdateChange> {
    const { internal_notes } = asked.input;
    const noted = internal_notes === undefined ? [] : [await addNote(cx, order.id, internal_notes)];
    const moved = await moveOf(cx, order, asked);
    return { ...moved, events: [...noted, ...(moved?.events ?? [])] };
  },
  after: (context, change) => tryRefunds(context, change?.refunds ?? []),
});

const isCancelledAlready = (order: OrderRow, { status }: UpdateInput): boolean =>
  status === 'cancelled' && order.status === 'cancelled';

function requireSomething({ status, tracking_number, internal_notes }: UpdateInput): void {
  if (status === undefined && tracking_number === undefined && internal_notes === undefined) {
    throw new Refusal('invalid_input', 'Nothing to change: give a status, a tracking_number or internal_notes.');
  }
  if (status !== undefined && status !== 'shipped' && tracking_number !== undefined) {
    const detail = `cannot be changed together with the status ${status}; send one, then the other`;
    throw new Refusal('invalid_input', `tracking_number ${detail}.`, {
      errors: [{ pointer: '/tracking_number', detail }],
    });
  }
  if (status === 'shipped' && tracking_number === undefined) {
    const detail = 'is needed to ship';
    throw new Refusal('invalid_input', `tracking_number: ${detail}.`, {
      errors: [{ pointer: '/tracking_number', detail }],
    });
  }
}

/** The verb that a status, or a tracking number alone, stands for. */
async function moveOf(
  cx: WriteContext,
  order: OrderRow,
  { input: wanted, prepared: tracking }: UpdateAsked,
): Promise<UpdateChange | undefined> {
  const { status, internal_notes } = wanted;
  if (isCancelledAlready(order, wanted)) return undefined;
  if (status === 'cancelled') {
    return cancelChange(cx, order, { reason: internal_notes ?? 'no reason given', items: undefined, restock: true });
  }
  if (status !== undefined && status !== 'shipped') return moveChange(cx, order, status);
  if (!tracking) return undefined;
  const shipments = status === 'shipped' ? [] : await shipmentsOf(cx.db, order.id);
  const { force, instead_of: insteadOf } = wanted;
  if (shipments.length > 0) return correctTracking(cx, { order, shipments }, { tracking, insteadOf, force });
  return shipChange(cx, order, { tracking, notify: true, force });
}
