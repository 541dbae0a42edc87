/** What has been scanned into the box of an order: kept scan by scan, until the order ships. */
import type { Sql } from '../database/sql.ts';
import { deleteInSteps } from '../database/sweep.ts';
import { defineTable, id, json, nullable, type RowOf, text, time } from '../database/table.ts';
import type { Id } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

const packings = defineTable('packings', {
  order_id: id('ord'),
  /** Units by SKU. */
  packed: json<Readonly<Record<string, number>>>(),
  packed_by: text(),
  complete_at: nullable(time()),
  updated_at: time(),
});
export type PackingRow = RowOf<typeof packings>;

export const findPacking = (db: Sql, order_id: Id<'ord'>): Promise<PackingRow | undefined> =>
  db.findOne(packings, { order_id });

/** One person packs one order, so the last word counts. */
export async function savePacking(db: Sql, { order_id, ...packing }: PackingRow): Promise<void> {
  if ((await db.update(packings, packing, { order_id })) === 0) await db.insert(packings, [{ order_id, ...packing }]);
}

export const forgetPacking = (db: Sql, order_id: Id<'ord'>): Promise<number> => db.remove(packings, { order_id });

/** Takes away what was last touched before: its order was shipped some other way, or never. */
export const sweepPackings = (db: Sql, before: Instant): Promise<number> =>
  deleteInSteps(db, { table: 'packings', where: 'updated_at < ?', before });
