/** Every setting: its name in the environment, its limits, its default. */
import { z } from 'zod';
import { LANGUAGE_CODES } from '../languages/index.ts';

const whole = (fallback: number, min: number, max: number) =>
  z.coerce
    .number()
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);

const port = z.coerce.number().int('must be a port').min(0, 'must be at least 0').max(65_535, 'must be at most 65535');

/** `dhl:250,ups:1000` as a map. */
const budgets = z
  .string()
  .default('')
  .refine((value) => /^(\s*[\w-]+:\d{1,9}\s*(,|$))*$/.test(value), 'must be like dhl:250,ups:1000')
  .transform((value) => {
    const pairs = value.split(',').filter((pair) => pair.trim() !== '');
    return new Map(
      pairs.map((pair) => pair.trim().split(':') as [string, string]).map(([code, calls]) => [code, Number(calls)]),
    );
  });

/** `one, two` as a list, each of them as `item` wants it. */
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .default('')
    .transform((value) => value.split(',').flatMap((word) => word.trim() || []))
    .pipe(z.array(item));

export const settingsSchema = z.object({
  ORDERS_DATA_DIR: z.string().default('./var'),
  ORDERS_DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+|mariadb:\/\/.+)/, 'must be sqlite:FILE or mysql://USER:PASSWORD@HOST:PORT/NAME')
    .optional(),
  ORDERS_DATABASE_POOL_SIZE: whole(10, 1, 200),
  ORDERS_JOBS_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must be mongodb://HOST:PORT/NAME')
    .optional(),
  ORDERS_HTTP_HOST: z.string().default('127.0.0.1'),
  ORDERS_HTTP_PORT: port.default(3000),
  ORDERS_PUBLIC_URL: z.url('must be a URL').optional(),
  ORDERS_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ORDERS_JWT_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  ORDERS_TOKEN_DAYS: whole(30, 1, 3650),
  ORDERS_JWKS_URL: z.url('must be a URL').optional(),
  ORDERS_JWT_ISSUER: z.string().optional(),
  ORDERS_JWT_AUDIENCE: z.string().optional(),
  ORDERS_RATE_LIMIT_PER_MINUTE: whole(600, 0, 10_000_000),
  ORDERS_CHECKOUT_LIMIT_PER_MINUTE: whole(30, 0, 10_000_000),
  ORDERS_ADDRESS_LIMIT_PER_MINUTE: whole(600, 0, 10_000_000),
  ORDERS_TRUST_PROXY: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
  ORDERS_OPS_PORT: port.optional(),
  ORDERS_DRAIN_DELAY_SECONDS: whole(0, 0, 300),
  ORDERS_TRACK_LINK_DAYS: whole(180, 1, 3650),
  ORDERS_PAYMENT_GATEWAY: z.enum(['sandbox'], 'must be sandbox').default('sandbox'),
  ORDERS_CAPTURE: z.enum(['checkout', 'fulfill'], 'must be checkout or fulfill').default('checkout'),
  ORDERS_PAYMENT_TIMEOUT_SECONDS: whole(10, 1, 120),
  ORDERS_PENDING_EXPIRY_MINUTES: whole(30, 1, 10_080),
  ORDERS_FLAT_SHIPPING_MINOR: whole(500, 0, 1_000_000),
  ORDERS_CARRIERS: z.string().default('sandbox'),
  ORDERS_TRACKING_POLL_SECONDS: whole(30, 1, 86_400),
  ORDERS_TRACKING_CALLS_PER_DAY: budgets,
  ORDERS_SANDBOX_STEP_SECONDS: whole(30, 1, 86_400),
  ORDERS_SHIPPED_MAIL_DELAY_SECONDS: whole(60, 0, 3600),
  ORDERS_REFUND_LIMIT_MINOR: whole(0, 0, 1_000_000_000),
  ORDERS_HOLD_TOTAL_MINOR: whole(0, 0, 1_000_000_000),
  ORDERS_HOLD_ORDERS_PER_DAY: whole(0, 0, 10_000),
  ORDERS_HOLD_COUNTRY_MISMATCH: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
  ORDERS_WEBHOOK_URLS: list(z.url({ protocol: /^https?$/, error: 'must be http(s) addresses, with commas between' })),
  ORDERS_WEBHOOK_SECRET: z.string().min(24, 'must be at least 24 characters').optional(),
  ORDERS_RETENTION_DAYS: whole(30, 1, 3650),
  ORDERS_PDF_FONT: z.string().optional(),
  ORDERS_LOW_STOCK_UNITS: whole(5, 0, 1_000_000),
  ORDERS_LATE_AFTER_HOURS: whole(48, 1, 8760),
  ORDERS_LOCALE: z.enum(LANGUAGE_CODES, `must be one of: ${LANGUAGE_CODES.join(', ')}`).default('en'),
  ORDERS_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/, 'must be smtp://USER:PASSWORD@HOST:PORT')
    .optional(),
  ORDERS_SMTP_PER_SECOND: whole(0, 0, 1000),
  ORDERS_STAFF_MAIL: list(z.email('must be mail addresses, with commas between')),
  ORDERS_MAIL_FROM: z.string().min(3).default('Orders <orders@localhost>'),
  ORDERS_CRASH_AT: z.string().optional(),
  NODE_ENV: z.string().optional(),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  'ORDERS_JWT_SECRET',
  'ORDERS_WEBHOOK_SECRET',
  'ORDERS_WEBHOOK_URLS',
  'ORDERS_DATABASE_URL',
  'ORDERS_SMTP_URL',
  'ORDERS_JOBS_URL',
]);
