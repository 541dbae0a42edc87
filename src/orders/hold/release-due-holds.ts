import { z } from 'zod';
import { encodeTime } from '../../database/table.ts';
import { idFromBytes } from '../../lib/ids.ts';
import { defineUseCase } from '../../use-case.ts';
import { releaseOrder } from './release-order.ts';

const BATCH = 100;

/** Lets orders ship again whose hold was only until now. How many there were. */
export const releaseDueHolds = defineUseCase({
  name: 'release-due-holds',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ released: number }> {
    // An order with a second, open-ended hold stays held.
    const rows = await context.db.rows<{ order_id: Buffer }>(
      `SELECT order_id FROM order_holds WHERE released_at IS NULL GROUP BY order_id
       HAVING MAX(CASE WHEN until IS NULL THEN 1 ELSE 0 END) = 0 AND MAX(until) <= ? LIMIT ${BATCH}`,
      [encodeTime(context.now())],
    );
    for (const { order_id } of rows) await releaseOrder(context, { order: idFromBytes('ord', order_id) });
    return { released: rows.length };
  },
});
