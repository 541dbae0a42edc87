/** Stock: nothing appears, nothing vanishes, and what is reserved is reserved for somebody. */
import { OPEN_STATUSES } from '../../orders/states.ts';
import { queryCheck } from './check.ts';

const open = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

interface StockFinding {
  sku: string;
  held: number;
  expected: number;
}

const say = ({ sku, held, expected }: StockFinding) => `${sku}: ${Number(held)} instead of ${Number(expected)}`;

export const stockChecks = [
  queryCheck<StockFinding>({
    name: 'stock_matches_movements',
    title: 'Units on hand are the sum of their movements',
    sql: `SELECT p.sku, s.on_hand AS held, COALESCE(m.moved, 0) AS expected FROM stock s JOIN products p ON p.id = s.product_id
     LEFT JOIN (SELECT product_id, SUM(on_hand_change) AS moved FROM stock_movements GROUP BY product_id) m
       ON m.product_id = s.product_id WHERE s.on_hand <> COALESCE(m.moved, 0)`,
    say,
  }),
  queryCheck<StockFinding>({
    name: 'reserved_matches_movements',
    title: 'Reserved units are the sum of their movements',
    sql: `SELECT p.sku, s.reserved AS held, COALESCE(m.moved, 0) AS expected FROM stock s JOIN products p ON p.id = s.product_id
     LEFT JOIN (SELECT product_id, SUM(reserved_change) AS moved FROM stock_movements GROUP BY product_id) m
       ON m.product_id = s.product_id WHERE s.reserved <> COALESCE(m.moved, 0)`,
    say,
  }),
  queryCheck<StockFinding>({
    name: 'reserved_matches_orders',
    title: 'Reserved units are what open orders have not shipped',
    sql: `SELECT p.sku, s.reserved AS held, COALESCE(o.units, 0) AS expected FROM stock s JOIN products p ON p.id = s.product_id
     LEFT JOIN (SELECT i.product_id, SUM(i.quantity - i.shipped_quantity - i.cancelled_quantity) AS units
       FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status IN (${open}) GROUP BY i.product_id) o
       ON o.product_id = s.product_id WHERE s.reserved <> COALESCE(o.units, 0)`,
    say,
  }),
  queryCheck<{ sku: string }>({
    name: 'stock_within_bounds',
    title: 'No product has less than nothing, or more reserved than there is',
    sql: 'SELECT p.sku FROM stock s JOIN products p ON p.id = s.product_id WHERE s.reserved < 0 OR s.on_hand < s.reserved',
    say: ({ sku }) => sku,
  }),
];
