import { localDay, plus } from '../../lib/time.ts';
import { type Alert, counted } from './alert.ts';
import { ordersPlacedBefore } from './queries.ts';

/** Paid orders that should have shipped by now. */
export const lateOrders: Alert = {
  code: 'late-orders',
  headline: (count) => counted(count, 'order is late', 'orders are late'),
  advice: 'These orders should have shipped by now; their customers have paid and wait.',
  commands: ['orders admin list --late --oldest', 'orders admin pick --wave 20'],
  async find({ db, now, settings }) {
    const rows = await ordersPlacedBefore(db, plus(now(), -settings.lateAfterMs));
    return rows.map(({ order_number, customer_name, held, placed_at }) => ({
      subject: order_number,
      name: `${order_number} ${customer_name}${Number(held) === 1 ? ', on hold' : ''}`,
      value: `placed ${localDay(`${String(placed_at).replace(' ', 'T')}Z`)}`,
    }));
  },
  sample: [{ subject: 'ORD-7K2M-X9QD4', name: 'ORD-7K2M-X9QD4 Zoë Müller', value: 'placed 2026-01-28' }],
};
