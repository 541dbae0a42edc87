/** Every command that writes, with what it is about: what is typed, and what has to be there once. */
import type { TransactionName } from '../../src/transactions.ts';
import type { World } from '../setup/world.ts';

export interface Written {
  /** Makes ready what the command is about, and says what is typed. */
  typed(world: World): Promise<string[]>;
  /** Whether its effect is there, and there once. */
  done(world: World): Promise<boolean>;
}

let at = 0;
let order = '';
let customer = '';

const sku = () => `SKU-${at}`;
const value = async ({ app }: World, sql: string, params: readonly unknown[] = []): Promise<unknown> =>
  Object.values((await app.database.rows(sql, params))[0] ?? {})[0];
const orderIs = async (world: World, column: string): Promise<unknown> =>
  value(world, `SELECT ${column} FROM orders WHERE order_number = ?`, [order]);
const rowsOf = async (world: World, table: string): Promise<number> =>
  Number(
    await value(world, `SELECT COUNT(*) FROM ${table} x JOIN orders o ON o.id = x.order_id WHERE o.order_number = ?`, [
      order,
    ]),
  );

const outboxRows = async (world: World, condition: string): Promise<number> => {
  const sql = `SELECT COUNT(*) FROM outbox x JOIN orders o ON o.id = x.order_id WHERE o.order_number = ? AND ${condition}`;
  return Number(await value(world, sql, [order]));
};

/** A confirmed order of one unit. */
async function buy(world: World): Promise<void> {
  await world.product(sku());
  const buyer = await world.customer();
  const bought = await buyer.buy(sku());
  order = bought.order_number;
  customer = String(bought.customer.email);
}

async function ship(world: World): Promise<void> {
  await buy(world);
  const { fulfillOrder } = await import('../../src/fulfillment/fulfill-order.ts');
  await world.work();
  world.pass(-60_000);
  await fulfillOrder(world.staff, { order, tracking_number: `1Z999AA101234${at}`, force: true, carrier: 'ups' });
  world.pass(60_000);
}

const on =
  (make: (world: World) => Promise<void>, ...words: string[]) =>
  async (world: World) => {
    at += 1;
    await make(world);
    return words.map((word) => word.replace('ORDER', order).replace('SKU', sku()).replace('{n}', String(at)));
  };

async function setRates(world: World): Promise<void> {
  const rates = await import('../../src/rates/set-rates.ts');
  await rates.setTaxRate(world.staff, { country: 'FR', rate_ppm: 200_000 });
  await rates.setShippingRate(world.staff, { method: 'express', country: 'FR', currency: 'EUR', amount: 1200 });
}

export const COMMANDS: Partial<Record<TransactionName, Written>> = {
  'update-order': {
    typed: on(ship, 'admin', 'update', 'ORDER', '--status', 'delivered'),
    done: async (world) => (await orderIs(world, 'status')) === 'delivered',
  },
  'correct-address': {
    typed: on(buy, 'admin', 'address', 'ORDER', '--city', 'Potsdam', '--yes'),
    done: async (world) => String(await orderIs(world, 'shipping_address')).includes('Potsdam'),
  },
  'hold-order': {
    typed: on(buy, 'admin', 'hold', 'ORDER', '--reason', 'look first'),
    done: async (world) => Number(await orderIs(world, 'held')) === 1,
  },
  'release-order': {
    typed: on(
      async (world) => {
        await buy(world);
        const { holdOrder } = await import('../../src/orders/hold/hold-order.ts');
        await holdOrder(world.staff, { order, reason: 'look first' });
      },
      'admin',
      'release',
      'ORDER',
    ),
    done: async (world) => Number(await orderIs(world, 'held')) === 0,
  },
  'note-order': {
    typed: on(buy, 'admin', 'note', 'ORDER', 'rang twice'),
    // Whoever types a note again has it twice; what may not be is a note without its event.
    done: async (world) => (await rowsOf(world, 'order_notes')) >= 1,
  },
  'undo-shipment': {
    typed: on(ship, 'admin', 'undo', 'ORDER', '--yes', '--by', 'clerk'),
    done: async (world) => (await rowsOf(world, 'shipments')) === 0,
  },
  'collect-order': {
    async typed(world) {
      at += 1;
      await buy(world);
      const { fulfillOrder } = await import('../../src/fulfillment/fulfill-order.ts');
      const { shipments } = await fulfillOrder(world.staff, { order, method: 'pickup' });
      return ['admin', 'collect', order, '--code', String(shipments[0]?.tracking_number)];
    },
    done: async (world) => (await orderIs(world, 'status')) === 'delivered',
  },
  'pack-order': {
    typed: on(buy, 'admin', 'pack', 'ORDER', '--all'),
    done: async (world) =>
      Number(await value(world, 'SELECT COUNT(*) FROM packings WHERE complete_at IS NOT NULL')) >= 1,
  },
  'pick-wave': {
    typed: on(buy, 'admin', 'pick', '--by', 'picker-{n}', '--wave', '1'),
    done: async (world) =>
      Number(await value(world, 'SELECT COUNT(*) FROM waves WHERE clerk = ?', [`staff:picker-${at}`])) === 1,
  },
  'drop-wave': {
    typed: on(
      async (world) => {
        await buy(world);
        const { pickWave } = await import('../../src/fulfillment/waves.ts');
        await pickWave({ ...world.staff, actor: { kind: 'staff', name: `picker-${at}` } }, {});
      },
      'admin',
      'pick',
      '--drop',
      '--by',
      'picker-{n}',
    ),
    done: async (world) => (await rowsOf(world, 'wave_orders')) === 0,
  },
  'resume-order': {
    typed: on(
      async (world) => {
        await buy(world);
        const given_up = 'UPDATE outbox SET dead_at = due_at, due_at = NULL WHERE due_at IS NOT NULL';
        await world.app.database.run(given_up);
      },
      'admin',
      'resume',
      'ORDER',
    ),
    done: async (world) => (await outboxRows(world, 'x.dead_at IS NOT NULL')) === 0,
  },
  'resend-mail': {
    typed: async (world) => {
      at += 1;
      await buy(world);
      await world.work();
      const { listMails } = await import('../../src/notifications/list-mails.ts');
      const [mail] = await listMails(world.staff, { recipient: customer });
      return ['mail', 'resend', String(mail?.id), '--yes'];
    },
    done: async (world) => (await outboxRows(world, "x.kind = 'send-mail'")) >= 2,
  },
  'set-stock': {
    typed: on((world) => world.product(sku()), 'catalog', 'stock', 'SKU', '--set', '7'),
    done: async (world) => (await world.stockOf(sku())).on_hand === 7,
  },
  'mend-stock': {
    typed: on(
      async (world) => {
        await buy(world);
        await world.app.database.run('UPDATE stock SET reserved = reserved + 1');
      },
      'doctor',
      '--fix',
      '--yes',
    ),
    done: async (world) => Number(await value(world, 'SELECT SUM(reserved) FROM stock')) >= 1,
  },
  'import-catalog': {
    typed: async (world) => {
      at += 1;
      const { writeFileSync } = await import('node:fs');
      const file = `${world.folder}/products-${at}.csv`;
      writeFileSync(file, `sku,name,price,currency,stock\n${sku()},Mug,10.00,EUR,3\n`);
      return ['catalog', 'import', file];
    },
    done: async (world) => (await world.stockOf(sku())).on_hand === 3,
  },
  'set-tax-rate': {
    typed: on(async () => {}, 'rates', 'tax', 'FR', '20'),
    done: async (world) => Number(await value(world, "SELECT COUNT(*) FROM tax_rates WHERE country = 'FR'")) === 1,
  },
  'drop-tax-rate': {
    typed: on((world) => setRates(world), 'rates', 'tax', 'FR', 'none'),
    done: async (world) => Number(await value(world, 'SELECT COUNT(*) FROM tax_rates')) === 0,
  },
  'drop-shipping-rate': {
    typed: on((world) => setRates(world), 'rates', 'shipping', 'express', 'FR', 'none', 'EUR'),
    done: async (world) => Number(await value(world, 'SELECT COUNT(*) FROM shipping_rates')) === 0,
  },
  'set-shipping-rate': {
    typed: on(async () => {}, 'rates', 'shipping', 'express', 'FR', '12.00', 'EUR'),
    done: async (world) => Number(await value(world, "SELECT COUNT(*) FROM shipping_rates WHERE country = 'FR'")) === 1,
  },
  'set-refund-limit': {
    typed: on(async () => {}, 'config', 'refund-limit', '100', 'CHF', '--yes'),
    done: async (world) =>
      Number(await value(world, "SELECT COUNT(*) FROM refund_limits WHERE currency = 'CHF'")) === 1,
  },
  'drop-refund-limit': {
    typed: on(
      async (world) => {
        const { setRefundLimit } = await import('../../src/billing/refund-limits.ts');
        await setRefundLimit(world.staff, { currency: 'CHF', per_order: 100 });
      },
      'config',
      'refund-limit',
      'none',
      'CHF',
      '--yes',
    ),
    done: async (world) => Number(await value(world, 'SELECT COUNT(*) FROM refund_limits')) === 0,
  },
  'erase-person': {
    async typed(world) {
      at += 1;
      await ship(world);
      const { updateOrder } = await import('../../src/changes/update-order.ts');
      const { getOrder } = await import('../../src/orders/read/get-order.ts');
      const { version } = await getOrder(world.staff, { order });
      await updateOrder(world.staff, { order, status: 'delivered', expected_version: version });
      await world.work();
      return ['users', 'erase', customer, '--yes'];
    },
    done: async (world) => Number(await value(world, 'SELECT COUNT(*) FROM users WHERE email = ?', [customer])) === 0,
  },
  'save-view': {
    typed: on(async () => {}, 'admin', 'list', '--late', '--save', 'view-{n}'),
    done: async (world) =>
      Number(await value(world, 'SELECT COUNT(*) FROM saved_views WHERE name = ?', [`view-${at}`])) === 1,
  },
  'pause-job': {
    typed: on(async () => {}, 'jobs', 'pause', 'prune'),
    done: async (world) => Number(await value(world, "SELECT COUNT(*) FROM job_pauses WHERE job = 'prune'")) === 1,
  },
  'resume-job': {
    typed: on(
      async (world) => {
        const { pauseJob } = await import('../../src/jobs/pause-job.ts');
        await pauseJob(world.staff, { job: 'prune' });
      },
      'jobs',
      'resume',
      'prune',
    ),
    done: async (world) => Number(await value(world, 'SELECT COUNT(*) FROM job_pauses')) === 0,
  },
  'authorization.end': {
    async typed(world) {
      at += 1;
      await buy(world);
      const { idFromBytes } = await import('../../src/lib/ids.ts');
      const payment = idFromBytes(
        'pay',
        (await value(world, 'SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.order_number = ?', [
          order,
        ])) as Buffer,
      );
      await world.app.gateways.byCode('sandbox').cancel(payment);
      await world.app.database.run(
        `UPDATE payments SET authorized_until = '2026-01-01 00:00:00.000' WHERE authorized_until IS NOT NULL`,
      );
      return ['jobs', 'run', 'watch-authorizations'];
    },
    done: async (world) => Number(await orderIs(world, 'held')) === 1,
  },
};
