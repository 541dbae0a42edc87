/** Orders: parts that agree, timelines nobody touched, mails that went out once, nothing left lying. */
import type { Context } from '../../context.ts';
import { encodeTime } from '../../database/table.ts';
import { silentJobs } from '../../jobs/rounds.ts';
import { MINUTE, plus } from '../../lib/time.ts';
import { fulfillmentStatusOf } from '../../orders/rules.ts';
import { CHAIN_START, isIntact } from '../../orders/timeline.ts';
import { type Check, queryCheck } from './check.ts';
import { orderCheck } from './each-order.ts';

const shipmentsWithinLines = queryCheck<{ order_number: string; sku: string; shipped: number; inside: number }>({
  name: 'shipments_within_lines',
  title: 'What parcels hold is what lines say was shipped',
  sql: `SELECT o.order_number, i.sku, i.shipped_quantity AS shipped, COALESCE(s.units, 0) AS inside FROM order_items i JOIN orders o ON o.id = i.order_id
   LEFT JOIN (SELECT order_item_id, SUM(quantity) AS units FROM shipment_items GROUP BY order_item_id) s ON s.order_item_id = i.id
   WHERE i.shipped_quantity <> COALESCE(s.units, 0) OR i.shipped_quantity + i.cancelled_quantity > i.quantity`,
  say: ({ order_number, sku, shipped, inside }) =>
    `${order_number} ${sku}: ${Number(shipped)} shipped, ${Number(inside)} in parcels`,
});

const fulfillmentRolledUp = orderCheck(
  'fulfillment_status_rolled_up',
  "An order's fulfillment status is what its lines and parcels amount to",
  () =>
    ({ order, items, shipments }) => {
      const expected = fulfillmentStatusOf(items, shipments);
      return expected === order.fulfillment_status ? [] : [`${order.fulfillment_status} instead of ${expected}`];
    },
);

/** When this shop began to seal; everything of before could be made by anybody. */
async function sealedSince({ db }: Context): Promise<string> {
  const rows = await db.rows<{ applied_at: string }>("SELECT applied_at FROM migrations WHERE name = '0019-sealed'");
  return rows[0]?.applied_at ?? '9999';
}

const hashChains = orderCheck(
  'timelines_unbroken',
  'No timeline has been changed, cut or added to by hand',
  async (context) => {
    const seals = { seal: context.seal, sealedSince: await sealedSince(context) };
    return ({ order, events }) => {
      const findings: string[] = [];
      let head = CHAIN_START;
      for (const event of events) {
        const intact = event.seq === head.event_count + 1 && isIntact(event, head.event_hash, seals);
        if (!intact) findings.push(`event ${event.seq} does not fit`);
        head = { event_count: event.seq, event_hash: event.hash };
      }
      const ends = head.event_count === order.event_count && head.event_hash === order.event_hash;
      return ends ? findings : [...findings, 'the timeline does not end where the order says'];
    };
  },
);

/** A mail is owed by a cause; it is there when it was sent or its address gets none, or when its outbox row is still open. */
const mailsOwed = (template: string, owed: string): string => `
  SELECT x.order_number, '${template}' AS template FROM (${owed}) x WHERE NOT EXISTS (
    SELECT 1 FROM notifications n WHERE n.order_id = x.order_id AND n.template = '${template}' AND n.status IN ('sent', 'suppressed'))
  AND NOT EXISTS (SELECT 1 FROM orders e WHERE e.id = x.order_id AND e.email LIKE '%@erased.invalid')
  AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = x.order_id AND b.kind = 'send-mail' AND b.due_at IS NOT NULL)`;

const mails = queryCheck<{ order_number: string; template: string }>({
  name: 'mails_sent',
  title: 'Every mail that is owed was sent, or is about to be',
  sql: [
    mailsOwed(
      'order-confirmation',
      'SELECT o.order_number, o.id AS order_id FROM orders o WHERE o.confirmed_at IS NOT NULL',
    ),
    mailsOwed('order-cancelled', "SELECT o.order_number, o.id AS order_id FROM orders o WHERE o.status = 'cancelled'"),
  ].join(' UNION ALL '),
  say: ({ order_number, template }) => `${order_number}: no ${template}`,
});

/** What staff send again has a fourth part in its key. */
const oneConfirmation = queryCheck<{ order_number: string; sent: number }>({
  name: 'one_confirmation_each',
  title: 'No order was confirmed by mail more than once',
  sql: `SELECT o.order_number, COUNT(*) AS sent FROM notifications n JOIN orders o ON o.id = n.order_id
   WHERE n.template = 'order-confirmation' AND n.dedupe_key NOT LIKE 'mail:%:%:%' GROUP BY o.order_number HAVING COUNT(*) > 1`,
  say: ({ order_number, sent }) => `${order_number}: ${Number(sent)} times`,
});

const heldFlag = queryCheck<{ order_number: string }>({
  name: 'holds_match_orders',
  title: 'Orders are held exactly while they have an open hold',
  sql: `SELECT o.order_number FROM orders o WHERE o.held <> (CASE WHEN EXISTS (
     SELECT 1 FROM order_holds h WHERE h.order_id = o.id AND h.released_at IS NULL) THEN 1 ELSE 0 END)`,
  say: ({ order_number }) => order_number,
});

/** How long things may reasonably take before somebody should look. */
const STUCK_AFTER_MS = 10 * MINUTE;

const before = (context: Context, ms = STUCK_AFTER_MS): string => encodeTime(plus(context.now(), -ms));

const stuckOutbox = queryCheck<{ kind: string; order_number: string | null; last_error: string | null }>({
  name: 'outbox_moves',
  title: 'No mail or job has waited for more than ten minutes',
  sql: (context) => ({
    sql: `SELECT b.kind, o.order_number, b.last_error FROM outbox b LEFT JOIN orders o ON o.id = b.order_id
      WHERE b.due_at IS NOT NULL AND b.created_at < ?`,
    params: [before(context)],
  }),
  say: ({ kind, order_number, last_error }) =>
    `${kind} for ${order_number ?? 'no order'}${last_error ? `: ${last_error}` : ': is a worker running?'}`,
});

const deadLetters = queryCheck<{ kind: string; order_number: string | null; last_error: string | null }>({
  name: 'no_dead_letters',
  title: 'No mail or job was given up',
  sql: 'SELECT b.kind, o.order_number, b.last_error FROM outbox b LEFT JOIN orders o ON o.id = b.order_id WHERE b.dead_at IS NOT NULL',
  say: ({ kind, order_number, last_error }) => `${kind} for ${order_number ?? 'no order'}: ${last_error ?? ''}`,
});

const stuckPending = queryCheck<{ order_number: string }>({
  name: 'pending_orders_settle',
  title: 'No order waits for its money past its time',
  sql: (context) => ({
    sql: "SELECT order_number FROM orders WHERE status = 'pending' AND placed_at < ?",
    params: [before(context, context.settings.pendingExpiryMs + STUCK_AFTER_MS)],
  }),
  say: ({ order_number }) => `${order_number}: is a worker running?`,
});

const stuckRefunds = queryCheck<{ order_number: string; status: string; failure: string | null }>({
  name: 'refunds_arrive',
  title: 'No refund was refused or has waited for more than ten minutes',
  sql: (context) => ({
    sql: `SELECT o.order_number, r.status, r.failure FROM refunds r JOIN orders o ON o.id = r.order_id
      WHERE r.status = 'failed' OR (r.status IN ('requested', 'sent', 'unknown') AND r.created_at < ?)`,
    params: [before(context)],
  }),
  say: ({ order_number, status, failure }) => `${order_number}: refund ${status}${failure ? ` (${failure})` : ''}`,
});

const roundsCome: Check = {
  name: 'jobs_come_round',
  title: 'Every repeating job has come round when it should',
  async run({ db, now }) {
    const at = now();
    return (await silentJobs(db, at)).map(({ job, last_at }) =>
      last_at > at
        ? `${job}: last ran at ${last_at}, which is yet to come: a clock is wrong`
        : `${job}: last ran at ${last_at}`,
    );
  },
};

export const orderChecks: readonly Check[] = [
  shipmentsWithinLines,
  fulfillmentRolledUp,
  heldFlag,
  hashChains,
  oneConfirmation,
  mails,
  stuckPending,
  stuckRefunds,
  stuckOutbox,
  deadLetters,
  roundsCome,
];
