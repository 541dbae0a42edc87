/**
 * What is looked at before an order is handed to the packers. A check says why somebody should look first; the order is
 * then held with that reason, and a clerk releases it. Nothing is refused in silence. A new check is a line in `CHECKS`.
 */
import type { Settings } from '../../config/load.ts';
import { showMoney } from '../../lib/money.ts';
import { addressFault } from '../address.ts';
import type { OrderRow } from '../tables.ts';

/** What checks decide by. */
type CheckLimits = Pick<Settings, 'holdTotal' | 'holdOrdersPerDay' | 'holdCountryMismatch'>;

export interface CheckFacts {
  readonly order: Pick<OrderRow, 'total' | 'currency' | 'shipping_address' | 'billing_address'>;
  /** Orders that the customer placed in the day up to this one, with it. */
  readonly ordersInADay: number;
}

type OrderCheck = (facts: CheckFacts, limits: CheckLimits) => string | undefined;

const address: OrderCheck = ({ order: { shipping_address } }) => {
  const [fault] = addressFault(shipping_address)?.split(';') ?? [];
  return fault && `the address: ${fault}`;
};

const amount: OrderCheck = ({ order: { total, currency } }, { holdTotal }) => {
  const most = holdTotal.get(currency);
  if (most === undefined || total < most) return undefined;
  return `the total of ${showMoney(total, currency)} is ${showMoney(most, currency)} or more`;
};

const velocity: OrderCheck = ({ ordersInADay }, { holdOrdersPerDay }) =>
  holdOrdersPerDay > 0 && ordersInADay > holdOrdersPerDay
    ? `the customer placed ${ordersInADay} orders within a day`
    : undefined;

const countries: OrderCheck = ({ order: { shipping_address, billing_address } }, { holdCountryMismatch }) =>
  holdCountryMismatch && shipping_address.country !== billing_address.country
    ? `the goods go to ${shipping_address.country} and the bill to ${billing_address.country}`
    : undefined;

const CHECKS: readonly OrderCheck[] = [address, amount, velocity, countries];

/** Why somebody should look at an order first; empty when nobody has to. */
export const reasonsToHold = (facts: CheckFacts, limits: CheckLimits): string[] =>
  CHECKS.flatMap((check) => check(facts, limits) ?? []);
