/** What a stretch of time came to: orders, revenue, units, and how long shipping took; in all and by day. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { encodeTime } from '../database/table.ts';
import { type Instant, localDay, startOfDay } from '../lib/time.ts';
import { defineUseCase } from '../use-case.ts';

export interface DayStats {
  /** The shop's. */
  readonly day: string;
  readonly orders: number;
  readonly units: number;
}

export interface OrderStats {
  readonly since: string;
  readonly until: string;
  readonly orders: number;
  readonly units: number;
  readonly cancelled: number;
  /** One entry for each currency; refunds are taken off. */
  readonly revenue: readonly { readonly currency: string; readonly amount: number; readonly refunded: number }[];
  /** From being placed to the first parcel; undefined while nothing has shipped. */
  readonly median_hours_to_ship: number | undefined;
  readonly days: readonly DayStats[];
}

const COUNTED = "o.status NOT IN ('pending', 'failed')";

/** Counts the orders placed in `[since, until)`. Cancelled ones are counted, but bring no revenue. */
export const orderStats = defineUseCase({
  name: 'order-stats',
  allow: ['staff', 'system'],
  input: z.strictObject({ since: z.string(), until: z.string().optional() }),
  async run(context, { since, until = context.now() }): Promise<OrderStats> {
    const range = [encodeTime(since), encodeTime(until)];
    const { db } = context;
    const buckets = await db.rows<Bucket>(
      `SELECT ${bucketOf(context, since, until)} AS bucket, COUNT(*) AS orders, SUM(o.item_count) AS units,
         SUM(CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled
       FROM orders o WHERE ${COUNTED} AND o.placed_at >= ? AND o.placed_at < ? GROUP BY 1 ORDER BY 1`,
      range,
    );
    const days = byDay(buckets);
    const money = await db.rows<{ currency: string; amount: number; refunded: number }>(
      `SELECT o.currency, SUM(p.captured_amount) AS amount, SUM(p.refunded_amount) AS refunded
       FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.placed_at >= ? AND o.placed_at < ? AND p.status = 'captured'
       GROUP BY o.currency ORDER BY o.currency`,
      range,
    );
    const sum = (key: 'orders' | 'units' | 'cancelled') => days.reduce((total, row) => total + row[key], 0);
    return {
      since,
      until,
      orders: sum('orders'),
      units: sum('units'),
      cancelled: sum('cancelled'),
      revenue: money.map(({ currency, amount, refunded }) => ({
        currency,
        amount: Number(amount) - Number(refunded),
        refunded: Number(refunded),
      })),
      median_hours_to_ship: await medianHours(context, range),
      days: filled(since, until, days),
    };
  },
});

interface Bucket {
  /** `2026-01-31 10` or `2026-01-31 10:15`: UTC, to the hour or the minute. */
  readonly bucket: string;
  readonly orders: number;
  readonly units: number;
  readonly cancelled: number;
}

/** Stretches of which each lies in one day of the shop: hours, or minutes where its clock is not whole hours from UTC. */
function bucketOf({ db }: Context, since: Instant, until: Instant): string {
  const hours = [since, until].every((instant) => new Date(instant).getTimezoneOffset() % 60 === 0);
  const placed = db.dialect === 'mysql' ? "DATE_FORMAT(o.placed_at, '%Y-%m-%d %H:%i')" : 'o.placed_at';
  return `SUBSTR(${placed}, 1, ${hours ? 13 : 16})`;
}

function byDay(buckets: readonly Bucket[]): DayCounts[] {
  const days = new Map<string, DayCounts>();
  for (const { bucket, ...counts } of buckets) {
    const day = localDay(`${bucket.replace(' ', 'T')}${bucket.length === 13 ? ':00' : ''}Z`);
    const { orders, units, cancelled } = days.get(day) ?? { orders: 0, units: 0, cancelled: 0 };
    days.set(day, {
      day,
      orders: orders + Number(counts.orders),
      units: units + Number(counts.units),
      cancelled: cancelled + Number(counts.cancelled),
    });
  }
  return [...days.values()];
}

type DayCounts = DayStats & { readonly cancelled: number };

/** The middle one of all shipping times, found by the database: half of them are shorter. */
async function medianHours({ db }: Context, range: readonly string[]): Promise<number | undefined> {
  const seconds =
    db.dialect === 'mysql'
      ? 'TIMESTAMPDIFF(SECOND, t.placed_at, t.first_at)'
      : "(strftime('%s', t.first_at) - strftime('%s', t.placed_at))";
  const times = `FROM (SELECT o.id, o.placed_at, MIN(s.shipped_at) AS first_at FROM orders o JOIN shipments s ON s.order_id = o.id
    WHERE o.placed_at >= ? AND o.placed_at < ? GROUP BY o.id, o.placed_at) t`;
  const [counted] = await db.rows<{ total: number }>(`SELECT COUNT(*) AS total ${times}`, range);
  const total = Number(counted?.total ?? 0);
  if (total === 0) return undefined;
  const [middle] = await db.rows<{ seconds: number }>(
    `SELECT ${seconds} AS seconds ${times} ORDER BY 1 LIMIT 1 OFFSET ${Math.floor((total - 1) / 2)}`,
    range,
  );
  return Math.round(Number(middle?.seconds ?? 0) / 36) / 100;
}

/** Days without orders are days too. */
function filled(since: Instant, until: Instant, days: readonly DayCounts[]): DayStats[] {
  const known = new Map(days.map((row) => [row.day, row]));
  const last = localDay(until);
  const all: DayStats[] = [];
  for (let at = startOfDay(since); localDay(at) <= last && all.length < 400; at = startOfDay(at, 1)) {
    const day = localDay(at);
    const { orders, units } = known.get(day) ?? { orders: 0, units: 0 };
    all.push({ day, orders, units });
  }
  return all;
}
