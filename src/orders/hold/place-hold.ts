import { actorLabel, type WriteContext } from '../../context.ts';
import type { Id } from '../../lib/ids.ts';
import type { Instant } from '../../lib/time.ts';
import type { OrderChange } from '../save-order.ts';
import { insertHold } from '../store.ts';

export interface NewHold {
  readonly order_id: Id<'ord'>;
  readonly reason: string;
  /** Ends by itself then; when somebody releases it unless given. */
  readonly until?: Instant | undefined;
}

/** Inserts a hold that begins now, and returns what else has to be written of it. */
export async function placeHold(
  cx: WriteContext,
  { order_id, reason, until }: NewHold,
): Promise<Required<Pick<OrderChange, 'changes' | 'events'>>> {
  await insertHold(cx.db, {
    id: cx.newId('hold'),
    order_id,
    reason,
    held_by: actorLabel(cx.actor),
    held_at: cx.now(),
    until: until ?? null,
    released_by: null,
    released_at: null,
  });
  return { changes: { held: true }, events: [{ kind: 'order.held', data: { reason } }] };
}
