/** The filters of order lists as options of the command line. */
import type { Option } from '../cli/define.ts';
import type { Options } from '../cli/options.ts';
import { parseTime } from '../cli/values.ts';

export const FILTER_OPTIONS: readonly Option[] = [
  { flags: '-s, --status <status>', about: 'pending, confirmed, processing, shipped …; several parted by commas' },
  { flags: '--payment <status>', about: 'payment status' },
  { flags: '--fulfillment <status>', about: 'unfulfilled, partial, fulfilled, delivered' },
  { flags: '--since <when>', about: 'placed since: 2d, 6h, today, yesterday, 2026-01-31' },
  { flags: '--until <when>', about: 'placed before' },
  { flags: '--late', about: 'should have shipped by now' },
  { flags: '--held', about: 'on hold' },
  { flags: '--sku <sku>', about: 'with this product' },
  { flags: '-c, --customer <mail>', about: 'of this customer' },
  { flags: '-q, --query <text>', about: 'number, or a part of the customer’s name or address' },
];

export const textOf = (value: Options[string]): string | undefined => (typeof value === 'string' ? value : undefined);

const listOf = (value: Options[string]): never =>
  textOf(value)
    ?.split(',')
    .map((part) => part.trim()) as never;

const timeOf = (value: Options[string], flag: string): string | undefined => {
  const text = textOf(value);
  return text && parseTime(text, flag);
};

export const filtersOf = (options: Options) => ({
  status: listOf(options.status),
  payment_status: listOf(options.payment),
  fulfillment_status: listOf(options.fulfillment),
  placed_from: timeOf(options.since, '--since'),
  placed_to: timeOf(options.until, '--until'),
  late: options.late === true ? true : undefined,
  held: options.held === true ? true : undefined,
  sku: textOf(options.sku),
  customer: textOf(options.customer),
  q: textOf(options.query),
});
