/** Values for arguments and flags: fixed lists, or what the database holds. */
import { type Lookup, lookUp } from '../../src/operations/look-up.ts';
import { FULFILLMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../../src/orders/states.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import type { Session } from './session.ts';

const FIXED: Readonly<Record<string, readonly string[]>> = {
  '--status': ORDER_STATUSES,
  '--payment': PAYMENT_STATUSES,
  '--fulfillment': FULFILLMENT_STATUSES,
  '--format': ['table', 'json', 'csv', 'ids'],
  '--since': ['today', 'yesterday', '2d', '7d', '30d'],
  '--until': ['today', 'yesterday'],
  '--sort': ['-placed', 'placed', '-total', 'total', '-updated', 'updated'],
  '--size': ['a4', '4x6'],
  '--kind': OUTBOX_KINDS,
  '--carrier': ['amazon', 'dhl', 'fedex', 'ontrac', 's10', 'sandbox', 'ups', 'usps'],
  shell: ['bash', 'zsh', 'fish'],
};

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  order: 'orders',
  orders: 'orders',
  sku: 'products',
  '--sku': 'products',
  '--items': 'products',
  '--view': 'views',
  email: 'people',
  '--customer': 'people',
};

/** Words that mean nothing to any shell; others are typed by hand. */
const SAFE = /^[\p{L}\p{N}][\p{L}\p{N}@.+_-]*$/u;

export async function suggest(session: Session, name: string, typed: string): Promise<string[]> {
  const fixed = FIXED[name];
  if (fixed) return fixed.filter((value) => value.startsWith(typed));
  const lookup = LOOKUPS[name];
  const found = lookup ? await lookUp((await session.config()).databaseUrl, lookup, typed) : [];
  return found.filter((word) => SAFE.test(word));
}
