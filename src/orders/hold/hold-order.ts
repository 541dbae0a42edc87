/** Holds and notes: what staff write on an order without moving it. */
import { z } from 'zod';
import { actorLabel, type Context } from '../../context.ts';
import type { Tx } from '../../database/database.ts';
import { Refusal } from '../../errors.ts';
import type { Id } from '../../lib/ids.ts';
import { instantInput } from '../../lib/shapes.ts';
import type { Instant } from '../../lib/time.ts';
import { defineUseCase } from '../../use-case.ts';
import { expectedVersion, getVisibleOrder, orderReference } from '../access.ts';
import { showOrder } from '../read/get-order.ts';
import { saveOrder } from '../save-order.ts';
import { orderMachine } from '../states.ts';
import { insertHold, insertNote, releaseHolds, requireVersion } from '../store.ts';
import type { OrderRow } from '../tables.ts';
import type { NewEvent } from '../timeline.ts';
import type { OrderView } from '../wire/shapes.ts';

const reason = z.string('is needed').trim().min(1, 'is needed').max(500);
/** An internal note, as staff type it. */
export const noteText = z.string('is needed').trim().min(1, 'is needed').max(5000);
const base = { order: orderReference, expected_version: expectedVersion };

interface Writing {
  readonly changes?: Partial<OrderRow>;
  readonly event: NewEvent;
}

/** One write on one order: lock, check the version, do `work`, save with its event, show the order. */
async function write(
  context: Context,
  { order: typed, expected_version }: { order: string; expected_version?: number | undefined },
  work: (tx: Tx, order: OrderRow) => Promise<Writing>,
): Promise<OrderView> {
  await context.atomic('order.write', async (tx) => {
    const order = await getVisibleOrder(tx, context.actor, typed);
    await requireVersion(tx, order, expected_version);
    const { changes = {}, event } = await work(tx, order);
    await saveOrder(context, tx, order, changes, [event]);
  });
  return showOrder(context, typed);
}

/** Inserts a hold that begins now, until somebody or `until` ends it; returns what else has to be written of it. */
export async function placeHold(
  context: Context,
  tx: Tx,
  order_id: Id<'ord'>,
  reason: string,
  until?: Instant,
): Promise<Required<Writing>> {
  await insertHold(tx, {
    id: context.newId('hold'),
    order_id,
    reason,
    held_by: actorLabel(context.actor),
    held_at: context.now(),
    until: until ?? null,
    released_by: null,
    released_at: null,
  });
  return { changes: { held: true }, event: { kind: 'order.held', data: { reason } } };
}

/** Keeps an order from shipping until it is released. Throws `transition_forbidden` when nothing is left to ship. */
export const holdOrder = defineUseCase({
  name: 'hold-order',
  allow: ['staff', 'system'],
  input: z.strictObject({ ...base, reason, until: instantInput.optional() }),
  run: (context, input): Promise<OrderView> =>
    write(context, input, async (tx, order) => {
      if (orderMachine.isFinal(order.status) || order.status === 'shipped' || order.status === 'delivered') {
        throw new Refusal(
          'transition_forbidden',
          `${order.order_number} is ${order.status}; there is nothing left to hold back.`,
        );
      }
      return placeHold(context, tx, order.id, input.reason, input.until);
    }),
});

/** Lets a held order ship again. Throws `not_held`. */
export const releaseOrder = defineUseCase({
  name: 'release-order',
  allow: ['staff', 'system'],
  input: z.strictObject(base),
  run: (context, input): Promise<OrderView> =>
    write(context, input, async (tx, order) => {
      const released = await releaseHolds(tx, order.id, actorLabel(context.actor), context.now());
      if (released === 0) throw new Refusal('not_held', `${order.order_number} is not on hold.`);
      return { changes: { held: false }, event: { kind: 'order.released' } };
    }),
});

/** Writes an internal note on an order; customers never see it. */
export const noteOrder = defineUseCase({
  name: 'note-order',
  allow: ['staff'],
  input: z.strictObject({ ...base, note: noteText }),
  run: (context, input): Promise<OrderView> =>
    write(context, input, (tx, order) => addNote(context, tx, order, input.note)),
});

/** Inserts the note's row and returns the event that tells of it. */
export async function addNote(context: Context, tx: Tx, { id: order_id }: OrderRow, body: string): Promise<Writing> {
  const note = {
    id: context.newId('note'),
    order_id,
    body,
    author: actorLabel(context.actor),
    created_at: context.now(),
  };
  await insertNote(tx, note);
  return { event: { kind: 'order.noted' } };
}
