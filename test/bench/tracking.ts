/** Ten days of ten thousand parcels with 250 calls a day: what a carrier's budget is spent on, and what is missed. */
import Table from 'cli-table3';
import { HOUR } from '../../src/lib/time.ts';
import { closeEngines, ENGINES, openEngines } from '../setup/engines.ts';
import { fairShareMs, simulateParcels } from '../setup/parcel-simulation.ts';
import { openWorld, type World } from '../setup/world.ts';
import { makeManyOrders } from './many-orders.ts';
import type { BenchOptions } from './options.ts';

const PARCELS = 10_000;
const QUICK_PARCELS = 500;
const DAYS = 10;

export async function benchTracking(options: BenchOptions): Promise<void> {
  const parcels = options.quick ? QUICK_PARCELS : PARCELS;
  const budget = parcels / 40;
  await openEngines({ durable: false });
  try {
    const mariadb = ENGINES.find(({ name }) => name === 'MariaDB');
    if (!mariadb) throw new Error('this bench needs MariaDB');
    const world = await openWorld(mariadb, { ORDERS_TRACKING_CALLS_PER_DAY: `sandbox:${budget}` });
    const numbers = await makeParcels(world, parcels);
    const result = await simulateParcels(world.system, world.pass, numbers, DAYS);
    const table = new Table();
    table.push(
      ['parcels, calls a day', `${parcels}, ${budget}`],
      ['calls of each day', result.callsByDay.join(' ')],
      ['fair share', `${(fairShareMs(parcels, budget) / HOUR).toFixed(1)} h`],
      ['longest unseen', `${(result.longestUnseenMs / HOUR).toFixed(1)} h`],
      ['delivered, noticed', `${result.delivered}, ${result.noticed}`],
      ['from the door to our books', `${(result.meanNoticeMs / HOUR).toFixed(1)} h on average`],
    );
    process.stdout.write(`${table}\n`);
    await world.close();
  } finally {
    await closeEngines();
  }
}

/** Orders of one parcel each, all just shipped. */
async function makeParcels({ app }: World, count: number): Promise<string[]> {
  const { database } = app;
  await makeManyOrders(database, count);
  await database.run("UPDATE orders SET status = 'shipped', fulfillment_status = 'shipped'");
  await database.run('UPDATE order_items SET shipped_quantity = quantity').catch(() => 0);
  const now = new Date(app.now()).toISOString().replace('T', ' ').replace('Z', '');
  await database.run(
    `INSERT INTO shipments (id, order_id, carrier, tracking_number, status, shipped_at, next_poll_at, created_by)
     SELECT id, id, 'sandbox', order_number, 'pre_transit', ?, ?, 'bench' FROM orders`,
    [now, now],
  );
  const rows = await database.rows<{ tracking_number: string }>('SELECT tracking_number FROM shipments');
  return rows.map(({ tracking_number }) => tracking_number);
}
