/** The second person's word: so much may go back of this order, good for a day and for one use. */
import { z } from 'zod';
import { accountOf, type WriteContext } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, id, int, nullable, type RowOf, text, time } from '../database/table.ts';
import { Refusal } from '../errors.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import { DAY, type Instant, plus } from '../lib/time.ts';
import { expectedVersion } from '../orders/access.ts';
import { defineOrderWrite } from '../orders/order-write.ts';
import { orderReference } from '../orders/reference.ts';
import { findUser } from '../people/store.ts';

export const approvals = defineTable('approvals', {
  id: id('apr'),
  order_id: id('ord'),
  /** Minor units of the order's currency: most that goes back by it. */
  amount: int(),
  approved_by: text(),
  approver_id: id('usr'),
  created_at: time(),
  used_at: nullable(time()),
});
export type Approval = RowOf<typeof approvals>;

/**
 * A signed-in member of staff agrees that somebody else gives this much of an order back. Only an account can: a name
 * typed on a command line is nobody's signature. Throws `order_not_found`, `not_allowed`.
 */
export const approveRefund = defineOrderWrite({
  name: 'approve-refund',
  allow: ['staff'],
  input: z.strictObject({
    order: orderReference,
    amount: z
      .int('must be whole minor units')
      .min(1, 'must be more than zero')
      .meta({ description: "Minor units of the order's currency: most that may go back" }),
    expected_version: expectedVersion,
  }),
  async change(cx, order, { input: { amount } }) {
    const approver_id = accountOf(cx.actor);
    if (approver_id === undefined) {
      throw new Refusal('not_allowed', 'Agreeing takes an account: sign in over HTTP with a token of your own.');
    }
    if (amount > order.total) {
      const detail = 'is more than the order comes to';
      throw new Refusal('invalid_input', `amount ${detail}.`, { errors: [{ pointer: '/amount', detail }] });
    }
    const approval = { id: cx.newId('apr'), order_id: order.id, amount, approver_id, used_at: null };
    await cx.db.insert(approvals, [{ ...approval, approved_by: cx.actor.name, created_at: cx.now() }]);
    return { changes: {}, events: [{ kind: 'refund.approved', data: { amount } }] };
  },
});

/** Uses up an approval that covers the amount, by somebody else than the actor. Undefined where there is none. */
export async function useApproval(
  cx: WriteContext,
  order_id: Id<'ord'>,
  { amount, asker }: { readonly amount: number; readonly asker: Id<'usr'> },
): Promise<Approval | undefined> {
  const now = cx.now();
  const fitting = (await openApprovals(cx.db, order_id, now)).filter(
    (approval) => approval.amount >= amount && approval.approver_id !== asker,
  );
  let open: Approval | undefined;
  for (const approval of fitting) if (await isStaffNow(cx.db, approval.approver_id)) open ??= approval;
  if (!open || (await cx.db.update(approvals, { used_at: now }, { id: open.id, used_at: null })) === 0)
    return undefined;
  return open;
}

/** The word of somebody who has left counts no more. */
async function isStaffNow(db: Sql, id: Id<'usr'>): Promise<boolean> {
  const person = await findUser(db, id);
  return person?.active === true && person.role === 'admin';
}

const openApprovals = (db: Sql, order_id: Id<'ord'>, now: Instant): Promise<Approval[]> =>
  db.select(
    approvals,
    `SELECT ${approvals.list()} FROM approvals WHERE order_id = ? AND used_at IS NULL AND created_at > ? ORDER BY created_at`,
    [idToBytes(order_id), encodeTime(plus(now, -DAY))],
  );
