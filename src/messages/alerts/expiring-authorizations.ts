import { showMoney } from '../../lib/money.ts';
import { DAY, localMinute, plus } from '../../lib/time.ts';
import { orders } from '../../orders/tables.ts';
import { paymentsRunningOut } from '../../payments/store.ts';
import { type Alert, counted, MOST_FACTS } from './alert.ts';

/** Warned of so long before. */
const AHEAD_MS = DAY;

/** Money that is set aside for orders that have not shipped, and soon will not be any more. */
export const expiringAuthorizations: Alert = {
  code: 'expiring-authorizations',
  headline: (count) => counted(count, 'authorization runs out', 'authorizations run out'),
  advice: 'Ship these orders within the day, and the money is taken; after that they are held, and nobody pays.',
  commands: ['orders admin show ORDER', 'orders admin fulfill ORDER --tracking NUMBER'],
  async find({ db, now }) {
    const payments = await paymentsRunningOut(db, plus(now(), AHEAD_MS), MOST_FACTS);
    const found = await db.find(orders, { id: payments.map(({ order_id }) => order_id) });
    const numbers = new Map(found.map(({ id, order_number }) => [id, order_number]));
    return payments.map(({ id, order_id, amount, currency, authorized_until }) => ({
      subject: id,
      name: `${numbers.get(order_id)} ${showMoney(amount, currency)}`,
      value: `until ${authorized_until ? localMinute(authorized_until) : '?'}`,
    }));
  },
  sample: [{ subject: 'pay_1', name: 'ORD-7K2M-X9QD4 €45.45', value: 'until 2026-02-01 10:00' }],
};
