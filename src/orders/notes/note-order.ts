import { z } from 'zod';
import { actorLabel, type WriteContext } from '../../context.ts';
import type { Id } from '../../lib/ids.ts';
import { expectedVersion } from '../access.ts';
import { defineOrderWrite } from '../order-write.ts';
import { orderReference } from '../reference.ts';
import { insertNote } from '../store.ts';
import type { NewEvent } from '../timeline.ts';

/** An internal note, as staff type it. */
export const noteText = z.string('is needed').trim().min(1, 'is needed').max(5000);

/** Writes an internal note on an order; customers never see it. */
export const noteOrder = defineOrderWrite({
  name: 'note-order',
  allow: ['staff'],
  input: z.strictObject({ order: orderReference, expected_version: expectedVersion, note: noteText }),
  change: async (cx, { id }, { input }) => ({ events: [await addNote(cx, id, input.note)] }),
});

/** Inserts a note and returns the event that tells of it. */
export async function addNote(cx: WriteContext, order_id: Id<'ord'>, body: string): Promise<NewEvent> {
  await insertNote(cx.db, {
    id: cx.newId('note'),
    order_id,
    body,
    author: actorLabel(cx.actor),
    created_at: cx.now(),
  });
  return { kind: 'order.noted' };
}
