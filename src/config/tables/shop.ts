/** Settings of the shop: money, parcels, and what somebody has to look at. */

import { z } from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '../../lib/time.ts';
import { GATEWAYS } from '../../payments/gateways/index.ts';
import { CARRIERS } from '../../shipping/carriers/index.ts';
import { amounts, budgets, flag, list, oneOf, type SettingTable, whole } from '../setting.ts';

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

export const SHOP = {
  gateways: {
    name: 'ORDERS_PAYMENT_GATEWAY',
    schema: list(oneOf(GATEWAYS.map(({ code }) => code)), 'sandbox'),
    about: 'the payment providers, separated by commas; the first that takes a method gets its payments',
  },
  capture: {
    name: 'ORDERS_CAPTURE',
    schema: oneOf(['checkout', 'fulfill']).default('checkout'),
    about: 'take money at `checkout`, or authorize then and take it at `fulfill`',
  },
  paymentTimeoutMs: {
    name: 'ORDERS_PAYMENT_TIMEOUT_SECONDS',
    schema: whole(10, [1, 120], SECOND),
    about: 'how long checkout waits for the gateway',
  },
  pendingExpiryMs: {
    name: 'ORDERS_PENDING_EXPIRY_MINUTES',
    schema: whole(30, [1, 10_080], MINUTE),
    about: 'unpaid orders give their stock back after this',
  },
  flatShipping: {
    name: 'ORDERS_FLAT_SHIPPING',
    schema: amounts('5.00 EUR, 5.00 GBP, 5.00 USD'),
    about: 'shipping by currency, while the shop has no rates at all (`orders rates shipping`)',
  },
  timezone: {
    name: 'ORDERS_TIMEZONE',
    schema: z.string().refine(isZone, 'must be a time zone such as Europe/Berlin, America/New_York or UTC').optional(),
    unset: 'the machine’s',
    about: '`Europe/Berlin`: where days begin and end in lists, filters, figures, papers and mails',
  },
  carriers: {
    name: 'ORDERS_CARRIERS',
    schema: list(oneOf(CARRIERS.map(({ code }) => code)), 'sandbox'),
    about: 'carriers that are asked about parcels, separated by commas',
  },
  trackingPollMs: {
    name: 'ORDERS_TRACKING_POLL_SECONDS',
    schema: whole(30, [1, 86_400], SECOND),
    about: 'how often; held up, unscanned and old parcels less often',
  },
  carrierBudgets: {
    name: 'ORDERS_TRACKING_CALLS_PER_DAY',
    schema: budgets(),
    unset: 'no limit',
    about: 'calls a day by carrier, spread over the day: `dhl:250,ups:1000`',
  },
  trackLinkMs: {
    name: 'ORDERS_TRACK_LINK_DAYS',
    schema: whole(180, [1, 3650], DAY),
    about: 'how long links to tracking pages are good',
  },
  holdTotal: {
    name: 'ORDERS_HOLD_TOTAL',
    schema: amounts(),
    unset: 'off',
    about: '`500 EUR, 80000 JPY`: new orders of this total or more are held for somebody to look at',
  },
  holdOrdersPerDay: {
    name: 'ORDERS_HOLD_ORDERS_PER_DAY',
    schema: whole(0, [0, 10_000]),
    unset: 'off',
    about: 'so are those of a customer who places more than this in a day',
  },
  unitsPerProduct: {
    name: 'ORDERS_UNITS_PER_PRODUCT',
    schema: whole(9999, [1, 9999]),
    about: 'most units of one product in one order',
  },
  unpaidOrders: {
    name: 'ORDERS_UNPAID_ORDERS',
    schema: whole(2, [1, 1000]),
    about: 'most orders of one customer that wait for their payment and hold stock meanwhile',
  },
  declinesPerHour: {
    name: 'ORDERS_DECLINES_PER_HOUR',
    schema: whole(10, [1, 10_000]),
    about: 'declined payments of one person in an hour, and three times as many of one address; then they have to wait',
  },
  holdCountryMismatch: {
    name: 'ORDERS_HOLD_COUNTRY_MISMATCH',
    schema: flag(),
    about: '1: and those whose goods and bill go to different countries',
  },
  lateAfterMs: {
    name: 'ORDERS_LATE_AFTER_HOURS',
    schema: whole(48, [1, 8760], HOUR),
    about: 'when an order counts as late',
  },
  lowStockUnits: {
    name: 'ORDERS_LOW_STOCK_UNITS',
    schema: whole(5, [0, 1_000_000]),
    about: 'a product with so many left to sell, or fewer, is running out; 0 is off',
  },
  pdfFonts: {
    name: 'ORDERS_PDF_FONT',
    schema: list(z.string()),
    unset: 'DejaVu Sans',
    about: 'font files for papers, separated by commas, for scripts that DejaVu Sans does not have',
  },
} as const satisfies SettingTable;
