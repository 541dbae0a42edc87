/** What the program believes of its tables, held against the tables the migrations made. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openApp } from '../../src/app.ts';
import { cartItems, carts } from '../../src/carts/store.ts';
import { products } from '../../src/catalog/store.ts';
import { loadConfig } from '../../src/config/load.ts';
import { connectDatabase } from '../../src/database/connect.ts';
import { MIGRATIONS, migrate, migrationStatus } from '../../src/database/migrate.ts';
import { idempotencyKeys } from '../../src/idempotency/store.ts';
import { stock, stockMovements } from '../../src/inventory/store.ts';
import { idToBytes, newId } from '../../src/lib/ids.ts';
import { notifications } from '../../src/notifications/store.ts';
import { audit } from '../../src/operations/audit/audit.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { listOrders } from '../../src/orders/read/list-orders.ts';
import { orderEvents, orderHolds, orderItems, orderNotes, orders } from '../../src/orders/tables.ts';
import { outbox } from '../../src/outbox/store.ts';
import { payments, refunds } from '../../src/payments/store.ts';
import { users } from '../../src/people/store.ts';
import { silentLogger } from '../../src/platform/log.ts';
import { shippingRates, taxRates } from '../../src/rates/store.ts';
import { shipmentItems, shipments, trackingEvents } from '../../src/shipping/store.ts';
import { onEveryEngine, scratchFolder } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

const TABLES = [
  cartItems, carts, idempotencyKeys, notifications, orderEvents, orderHolds, orderItems, orderNotes, orders, outbox,
  payments, products, refunds, shipmentItems, shipments, shippingRates, stock, stockMovements, taxRates,
  trackingEvents, users,
]; // biome-ignore format: a list of names

onEveryEngine('the schema', (engine) => {
  const world = useWorld(engine);

  for (const { name, columns } of TABLES) {
    it(`has the columns of ${name}, nullable where they may be empty`, async () => {
      const { database } = world().app;
      const described =
        database.dialect === 'sqlite'
          ? (await database.rows<{ name: string; notnull: number }>(`PRAGMA table_info(${name})`)).map((column) => ({
              name: column.name,
              nullable: Number(column.notnull) === 0,
            }))
          : (await database.rows<{ Field: string; Null: string }>(`SHOW COLUMNS FROM ${name}`)).map((column) => ({
              name: column.Field,
              nullable: column.Null === 'YES',
            }));
      const believed = Object.entries(columns).map(([column, { nullable }]) => ({ name: column, nullable }));
      expect(described).to.have.deep.members(believed);
    });
  }

  it('is made once: migrating again does nothing', async () => {
    expect(await migrate(world().app.database)).to.deep.equal([]);
    for (const { appliedAt } of await migrationStatus(world().app.database)) expect(appliedAt).to.match(/^20/);
  });
});

describe('migrations', () => {
  it('bring an old file up to date with what is in it', async () => {
    const database = connectDatabase({ url: `sqlite:${scratchFolder()}/old.sqlite`, poolSize: 1 });
    try {
      const old = MIGRATIONS.filter(({ name }) => name < '0008');
      for (const step of old.flatMap(({ steps }) => steps)) if (typeof step === 'string') await database.run(step);
      await database.run(
        'CREATE TABLE migrations (name VARCHAR(100) NOT NULL PRIMARY KEY, applied_at VARCHAR(24) NOT NULL)',
      );
      for (const { name } of old)
        await database.run("INSERT INTO migrations VALUES (?, '2026-01-01T00:00:00.000Z')", [name]);
      const bytes = idToBytes(newId('ntf'));
      await database.run(
        `INSERT INTO notifications (id, dedupe_key, order_id, template, recipient, subject, message_id, status, created_at)
         VALUES (?, 'mail:x:1', ?, 'order-shipped', 'ann@example.org', 'On its way', '<1@shop>', 'sent', '2026-01-01 00:00:00.000')`,
        [bytes, bytes],
      );
      await database.run(
        "INSERT INTO users (id, email, name, role, active, created_at) VALUES (?, 'a@b.c', 'A', 'admin', 1, '2026-01-01 00:00:00.000')",
        [bytes],
      );
      expect(await migrate(database)).to.have.length(MIGRATIONS.length - old.length);
      const [mail] = await database.find(notifications);
      expect(mail).to.include({
        dedupe_key: 'mail:x:1',
        template: 'order-shipped',
        message_id: '<1@shop>',
        status: 'sent',
      });
      expect(mail?.order_id).to.match(/^ord_/);
      expect((await database.find(users))[0]).to.include({ email: 'a@b.c', locale: null });
    } finally {
      await database.close();
    }
  });

  it('bring a file of the first version up to date, and its books still agree', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'orders.sqlite'), gunzipSync(readFileSync('test/fixtures/first-version.sqlite.gz')));
    const config = loadConfig({ ORDERS_DATA_DIR: folder, ORDERS_LOG_LEVEL: 'silent' }, folder);
    const app = openApp(config, { log: silentLogger });
    try {
      await app.migrate();
      await app.requireMigrated();
      const context = app.context({ kind: 'system', name: 'test' }, 'test');
      const { orders: found } = await listOrders(context, {});
      expect(found.map(({ status }) => status)).to.have.members(['delivered', 'cancelled']);
      const whole = await getOrder(context, { order: found[0]?.id as string });
      expect(whole.timeline.length).to.be.greaterThan(3);
      const { checks } = await audit(context, {});
      // The provider's own books are not kept with it.
      const wrong = checks.filter(({ name, findings }) => findings.length > 0 && name !== 'gateway_ledger_matches');
      expect(wrong).to.deep.equal([]);
    } finally {
      await app.close();
    }
  });

  it('are numbered without gaps, in the order they run', () => {
    const numbers = MIGRATIONS.map(({ name }) => Number(/^(\d{4})-[a-z-]+$/.exec(name)?.[1]));
    expect(numbers).to.deep.equal(MIGRATIONS.map((_, index) => index + 1));
  });
});
