/** The filters of order lists as options of the command line. */

import type { FulfillmentStatus, OrderPaymentStatus, OrderStatus } from '../../src/orders/states.ts';
import type { Option, OptionsOf } from '../cli/options.ts';
import { parseTime } from '../cli/values.ts';

export const FILTER_OPTIONS = [
  { flags: '-s, --status <status>', about: 'pending, confirmed, processing, shipped …; several separated by commas' },
  { flags: '--payment <status>', about: 'payment status' },
  { flags: '--fulfillment <status>', about: 'unfulfilled, partial, fulfilled, delivered' },
  { flags: '--since <when>', about: 'placed since: 2d, 6h, today, yesterday, 2026-01-31' },
  { flags: '--until <when>', about: 'placed before' },
  { flags: '--late', about: 'should have shipped by now' },
  { flags: '--held', about: 'on hold' },
  { flags: '--sku <sku>', about: 'with this product' },
  { flags: '-c, --customer <mail>', about: 'of this customer' },
  {
    flags: '-q, --query <text>',
    about: 'number, or a part of the customer’s name or mail address (admin find looks everywhere)',
  },
] as const satisfies readonly Option[];

/** What the filters of a command line come to. */
export type FilterOptions = OptionsOf<typeof FILTER_OPTIONS>;

/** Words with commas between them; the use case knows which there are. */
const listOf = <Word extends string>(text: string | undefined): Word[] | undefined =>
  text?.split(',').map((part) => part.trim()) as Word[] | undefined;

export const filtersOf = (options: FilterOptions) => ({
  status: listOf<OrderStatus>(options.status),
  payment_status: listOf<OrderPaymentStatus>(options.payment),
  fulfillment_status: listOf<FulfillmentStatus>(options.fulfillment),
  placed_from: options.since && parseTime(options.since, '--since'),
  placed_to: options.until && parseTime(options.until, '--until'),
  late: options.late === true ? true : undefined,
  held: options.held === true ? true : undefined,
  sku: options.sku,
  customer: options.customer,
  q: options.query,
});
