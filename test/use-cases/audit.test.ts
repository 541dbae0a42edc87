/** The judge is judged: every check has to find what it is there for. */
import { expect } from 'chai';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { HOUR } from '../../src/lib/time.ts';
import { audit, CHECKS } from '../../src/operations/audit/audit.ts';
import type { SandboxGateway } from '../../src/payments/gateways/sandbox/gateway.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld, type World } from '../setup/world.ts';

/** How to break what each check watches over; statements, or something done. */
const BREAKAGES: Readonly<Record<string, string | ((world: World) => Promise<unknown>)>> = {
  stock_matches_movements: 'UPDATE stock SET on_hand = on_hand + 1',
  reserved_matches_movements: 'UPDATE stock SET reserved = reserved + 1',
  reserved_matches_orders: async (world) => {
    await (await world.customer()).buy('MUG');
    await world.app.database.run("UPDATE orders SET status = 'failed' WHERE status = 'confirmed'");
  },
  stock_within_bounds: async ({ app }) => {
    // The database itself refuses this, where it checks; the audit is the second line.
    const off =
      app.database.dialect === 'sqlite' ? 'PRAGMA ignore_check_constraints = ON' : 'SET check_constraint_checks = 0';
    await app.database.atomic('test.break', async (tx) => {
      await tx.run(off);
      await tx.run('UPDATE stock SET reserved = on_hand + 1');
    });
  },
  totals_add_up: 'UPDATE order_items SET quantity = 3, line_total = 3 * unit_price',
  orders_are_paid_for: "UPDATE payments SET status = 'failed', captured_amount = 0",
  payment_status_rolled_up: "UPDATE orders SET payment_status = 'refunded'",
  refunds_match_payments: 'UPDATE payments SET refunded_amount = 1',
  ended_orders_keep_no_money: "UPDATE orders SET status = 'cancelled'",
  gateway_ledger_matches: ({ app }) =>
    (app.gateways.byCode('sandbox') as SandboxGateway).charge({
      key: 'pay_00000000000000000000000000',
      amount: 5,
      currency: 'EUR',
      token: 'tok_ok',
      capture: true,
      reference: 'nobody',
    }),
  shipments_within_lines: 'UPDATE shipment_items SET quantity = quantity + 1',
  fulfillment_status_rolled_up: "UPDATE orders SET fulfillment_status = 'unfulfilled'",
  holds_match_orders: 'UPDATE orders SET held = 1',
  timelines_unbroken: `UPDATE order_events SET data = '{"total":1}' WHERE kind = 'order.placed'`,
  one_confirmation_each: async ({ app }) => {
    const columns = 'order_id, template, recipient, subject, message_id, status, sent_at, created_at';
    await app.database.run(
      `INSERT INTO notifications (id, dedupe_key, ${columns}) SELECT ?, 'again', ${columns} FROM notifications WHERE template = 'order-confirmation'`,
      [Buffer.alloc(16, 1)],
    );
  },
  mails_sent: "DELETE FROM notifications WHERE template = 'order-confirmation'",
  pending_orders_settle: async (world) => {
    await (await world.customer()).buy('MUG', 1, { token: 'tok_requires_action' });
    world.pass(HOUR);
  },
  refunds_arrive: `INSERT INTO refunds (id, payment_id, order_id, kind, status, currency, amount, reason, created_at, updated_at)
    SELECT id, id, order_id, 'refund', 'failed', currency, 1, 'x', created_at, updated_at FROM payments`,
  outbox_moves: async (world) => {
    await (await world.customer()).buy('MUG');
    world.pass(HOUR);
  },
  jobs_come_round: `INSERT INTO job_rounds (job, every_ms, last_at) VALUES ('prune', 1000, '2026-01-01 00:00:00.000')`,
  no_dead_letters: "UPDATE outbox SET dead_at = done_at WHERE kind = 'send-mail'",
};

onEveryEngine('the audit', (engine) => {
  const world = useWorld(engine);

  beforeEach(async () => {
    await world().product('MUG', { price: '10.00' });
    const order = await (await world().customer()).buy('MUG', 2);
    await world().work();
    await fulfillOrder(world().staff, { order: order.id, tracking_number: 'SBX123456782' });
    await world().work();
  });

  it('is clean when nothing is wrong', () => world().expectClean());

  for (const { name, title } of CHECKS) {
    it(`finds out when it is not so that: ${title.toLowerCase()}`, async function () {
      this.timeout(30_000);
      const breakage = BREAKAGES[name];
      expect(breakage, `a breakage for ${name}`).to.not.equal(undefined);
      if (typeof breakage === 'string') await world().app.database.run(breakage);
      else await breakage?.(world());
      const report = await audit(world().system, { second_look_ms: 0 });
      const found = report.checks.filter(({ findings }) => findings.length > 0).map((check) => check.name);
      expect(found).to.include(name);
      expect(report.checks.find((check) => check.name === name)?.cure, 'what to do about it').to.match(/\w/);
      expect(report.clean).to.equal(false);
    });
  }
});
