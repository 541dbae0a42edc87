/** What tracking reads of parcels and their orders together. */
import type { Sql } from '../database/sql.ts';
import type { RawRow } from '../database/table.ts';
import { encodeTime } from '../database/table.ts';
import type { Instant } from '../lib/time.ts';
import { shipments } from '../shipping/store.ts';

const MOST = 500;

/**
 * Parcels that a carrier calls held up, those unscanned since they were shipped before `unscannedSince`, and those on
 * their way without a word since `quietSince`; oldest first, with `order_number`.
 */
export const parcelsInTrouble = (
  db: Sql,
  { unscannedSince, quietSince }: { readonly unscannedSince: Instant; readonly quietSince: Instant },
): Promise<RawRow[]> =>
  db.rows(
    `SELECT o.order_number, ${shipments.list('s')} FROM shipments s JOIN orders o ON o.id = s.order_id
     WHERE s.delivered_at IS NULL AND (s.status IN ('exception', 'return_to_sender', 'cancelled')
       OR (s.status IN ('unknown', 'pre_transit') AND s.shipped_at < ? AND s.next_poll_at IS NOT NULL)
       OR (s.status IN ('in_transit', 'out_for_delivery', 'available_for_pickup') AND s.shipped_at < ?
         AND NOT EXISTS (SELECT 1 FROM tracking_events e WHERE e.shipment_id = s.id AND e.occurred_at > ?)))
     ORDER BY s.shipped_at LIMIT ${MOST}`,
    [encodeTime(unscannedSince), encodeTime(quietSince), encodeTime(quietSince)],
  );
