/** Payments and refunds, and the guards that keep refunds within captured money. */
import { StaleRow } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, id, int, json, nullable, type RowOf, text, time } from '../database/table.ts';
import { type Id, idToBytes } from '../lib/ids.ts';
import type { Machine } from '../lib/machine.ts';
import type { Instant } from '../lib/time.ts';
import type { NextAction } from './gateway.ts';
import { type PaymentStatus, paymentMachine, type RefundStatus, refundMachine } from './states.ts';

export const payments = defineTable('payments', {
  id: id('pay'),
  order_id: id('ord'),
  gateway: text(),
  method: text(),
  status: text<PaymentStatus>(),
  currency: text(),
  amount: int(),
  captured_amount: int(),
  /** Refunds requested or done; never more than captured. */
  refunded_amount: int(),
  /** `Visa …4242`, as the gateway describes it. */
  description: nullable(text()),
  decline_code: nullable(text()),
  next_action: nullable(json<NextAction>()),
  /** No charge is begun after this, so "the gateway never heard of it" becomes final. */
  charge_deadline: time(),
  /** When the worker looks at it (again); empty once settled. */
  next_check_at: nullable(time()),
  checks: int(),
  /** Authorized money can be taken until then; empty when it is not known, or not authorized. */
  authorized_until: nullable(time()),
  created_at: time(),
  updated_at: time(),
});
export type PaymentRow = RowOf<typeof payments>;

/** `refund` gives captured money back; `void` undoes a payment whatever became of it. */
export type RefundKind = 'refund' | 'void';

export const refunds = defineTable('refunds', {
  id: id('rfd'),
  payment_id: id('pay'),
  order_id: id('ord'),
  kind: text<RefundKind>(),
  status: text<RefundStatus>(),
  currency: text(),
  amount: int(),
  reason: text(),
  failure: nullable(text()),
  /** Who asked for it, as timelines name them; empty for those of before this was written down. */
  requested_by: nullable(text()),
  created_at: time(),
  updated_at: time(),
});
export type RefundRow = RowOf<typeof refunds>;

export const insertPayment = (db: Sql, payment: PaymentRow): Promise<void> => db.insert(payments, [payment]);

export const findPayment = (db: Sql, paymentId: Id<'pay'>): Promise<PaymentRow | undefined> =>
  db.findOne(payments, { id: paymentId });

/** The payments of an order, oldest first. */
export const paymentsOf = (db: Sql, order_id: Id<'ord'>): Promise<PaymentRow[]> =>
  db.find(payments, { order_id }, { order: [['id', 'ASC']] });

/**
 * Changes a payment if nobody has changed it since it was read: the compare-and-swap of settling. False when somebody
 * has. Throws when its machine forbids the move.
 */
export async function updatePayment(db: Sql, before: PaymentRow, changes: Partial<PaymentRow>): Promise<boolean> {
  requireMove(paymentMachine, before.status, changes.status);
  const { id, status, checks } = before;
  return (await db.update(payments, changes, { id, status, checks })) > 0;
}

/** The same inside a transaction, which begins again when somebody was faster. Returns the payment as changed. */
export async function changePayment(tx: Sql, before: PaymentRow, changes: Partial<PaymentRow>): Promise<PaymentRow> {
  const counted = { ...changes, checks: before.checks + 1 };
  if (!(await updatePayment(tx, before, counted))) throw new StaleRow(`payment ${before.id}`);
  return { ...before, ...counted };
}

function requireMove<State extends string>(machine: Machine<State, string>, from: State, to: State | undefined): void {
  if (to === undefined || to === from || machine.leads(from, to)) return;
  throw new Error(`${from} does not lead to ${to}`);
}

/** Payments the worker should look at, oldest first. */
export const paymentsToCheck = (db: Sql, now: Instant, limit: number): Promise<PaymentRow[]> =>
  db.select(
    payments,
    `SELECT ${payments.list()} FROM payments WHERE next_check_at <= ? ORDER BY next_check_at LIMIT ${limit}`,
    [encodeTime(now)],
  );

/** Payments whose authorization ends until then, soonest first. */
export const paymentsRunningOut = (db: Sql, until: Instant, limit: number): Promise<PaymentRow[]> =>
  db.select(
    payments,
    `SELECT ${payments.list()} FROM payments WHERE authorized_until <= ? AND status = 'authorized'
     ORDER BY authorized_until LIMIT ${limit}`,
    [encodeTime(until)],
  );

/**
 * Sets aside money for a refund: false when that would be more than was captured. One row, one guarded sum, so no
 * interleaving of refunds can get past it.
 */
export const setAsideForRefund = async (db: Sql, paymentId: Id<'pay'>, amount: number): Promise<boolean> => {
  const sql =
    'UPDATE payments SET refunded_amount = refunded_amount + ? WHERE id = ? AND captured_amount - refunded_amount >= ?';
  return (await db.run(sql, [amount, idToBytes(paymentId), amount])) > 0;
};

/** Frees what a refused refund had set aside. */
export const freeSetAside = (db: Sql, paymentId: Id<'pay'>, amount: number): Promise<number> =>
  db.run('UPDATE payments SET refunded_amount = refunded_amount - ? WHERE id = ?', [amount, idToBytes(paymentId)]);

/** Captured money of a currency that one person has asked to give back since then, in minor units. */
export async function refundedBy(
  db: Sql,
  requested_by: string,
  { currency, since }: { readonly currency: string; readonly since: Instant },
): Promise<number> {
  const sql = `SELECT COALESCE(SUM(amount), 0) AS amount FROM refunds
    WHERE requested_by = ? AND created_at > ? AND currency = ? AND kind = 'refund' AND status <> 'failed'`;
  const [row] = await db.rows<{ amount: number }>(sql, [requested_by, encodeTime(since), currency]);
  return Number(row?.amount ?? 0);
}

export const insertRefund = (db: Sql, refund: RefundRow): Promise<void> => db.insert(refunds, [refund]);

export const findRefund = (db: Sql, refundId: Id<'rfd'>): Promise<RefundRow | undefined> =>
  db.findOne(refunds, { id: refundId });

/** Changes a refund if it still has the status it was read with. Throws when its machine forbids the move. */
export async function updateRefund(db: Sql, before: RefundRow, changes: Partial<RefundRow>): Promise<boolean> {
  requireMove(refundMachine, before.status, changes.status);
  return (await db.update(refunds, changes, { id: before.id, status: before.status })) > 0;
}

/** Nobody asks about this payment by itself any more. */
export const stopChecking = (db: Sql, paymentId: Id<'pay'>): Promise<number> =>
  db.update(payments, { next_check_at: null }, { id: paymentId });

/** Takes what names a customer out of the payments and refunds of an order: sums, states and ids stay. */
export async function erasePayments(db: Sql, order_id: Id<'ord'>, gone: string): Promise<void> {
  await db.update(payments, { description: null, next_action: null }, { order_id });
  await db.update(refunds, { reason: gone, failure: null }, { order_id });
}
