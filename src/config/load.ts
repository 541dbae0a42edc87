/**
 * Configuration: the environment (and `.env` in the working directory) as one frozen, validated object. This is the only
 * file that knows the names in it. Every fault is reported at once. Nothing set is a working embedded system.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Refusal } from '../errors.ts';
import { DAY, SECOND } from '../lib/time.ts';
import { SECRET_SETTINGS, type SettingName, type Settings, settingsSchema } from './settings.ts';

export interface Config {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly jobsUrl: string | undefined;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly publicUrl: string;
  readonly logLevel: string;
  readonly tokenDays: number;
  /** Where another issuer's keys are; our own secret signs tokens when it is not set. */
  readonly jwksUrl: string | undefined;
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
  /** Calls a minute; 0 is no limit. */
  readonly limits: { readonly caller: number; readonly costly: number; readonly address: number };
  /** Whether the last X-Forwarded-For entry is the caller's address. */
  readonly trustProxy: boolean;
  /** Probes and metrics have a port of their own when it is set. */
  readonly opsPort: number | undefined;
  /** Between saying "not ready" and closing. */
  readonly drainDelayMs: number;
  readonly trackLinkMs: number;
  readonly gateway: string;
  readonly capture: 'checkout' | 'fulfill';
  readonly paymentTimeoutMs: number;
  readonly pendingExpiryMs: number;
  readonly flatShippingMinor: number;
  readonly carriers: readonly string[];
  readonly trackingPollMs: number;
  /** Calls a day by carrier. */
  readonly carrierBudgets: ReadonlyMap<string, number>;
  readonly sandboxStepMs: number;
  readonly lateAfterMs: number;
  readonly webhookUrls: readonly string[];
  readonly webhookSecret: string | undefined;
  /** How long finished work is kept in the outbox. */
  readonly retentionMs: number;
  /** A font file for slips, where names need scripts beyond Latin, Greek and Cyrillic. */
  readonly pdfFont: string | undefined;
  readonly staffMails: readonly string[];
  /** 0 is off. */
  readonly lowStockUnits: number;
  readonly shippedMailDelayMs: number;
  /** Refunds above this need a second person; 0 is no limit. */
  readonly refundLimitMinor: number;
  /** Limits from which new orders are held; 0 is no limit. */
  readonly holdOrders: { readonly totalMinor: number; readonly ordersPerDay: number; readonly sameCountry: boolean };
  /** The language of customers of whom none is known. */
  readonly locale: string;
  readonly smtpUrl: string | undefined;
  /** 0 is no limit. */
  readonly smtpPerSecond: number;
  readonly mailFrom: string;
  readonly mailDir: string;
  readonly crashAt: string | undefined;
  /** The HS256 secret; made and kept in the data folder at first use while none is configured. */
  jwtSecret(): string;
  /** Where every setting came from, secrets hidden. */
  readonly sources: readonly SettingSource[];
}

export interface SettingSource {
  readonly name: string;
  readonly value: string;
  readonly from: 'environment' | '.env' | 'default';
}

/** Reads the configuration. Throws Refusal `config_invalid` that names every setting at fault. */
export function loadConfig(environment: NodeJS.ProcessEnv, cwd: string = process.cwd()): Config {
  const file = join(cwd, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const given = { ...fromFile, ...environment };
  const parsed = settingsSchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
  );
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), detail: message })));
  }
  const settings = parsed.data;
  refuseHalves(settings);
  refuseUnsafeProduction(settings);
  const dataDir = resolve(cwd, settings.ORDERS_DATA_DIR);
  const host = settings.ORDERS_HTTP_HOST.includes(':') ? `[${settings.ORDERS_HTTP_HOST}]` : settings.ORDERS_HTTP_HOST;
  return Object.freeze({
    dataDir,
    databaseUrl: databaseUrl(settings, dataDir, cwd),
    databasePoolSize: settings.ORDERS_DATABASE_POOL_SIZE,
    jobsUrl: settings.ORDERS_JOBS_URL,
    httpHost: settings.ORDERS_HTTP_HOST,
    httpPort: settings.ORDERS_HTTP_PORT,
    publicUrl: (settings.ORDERS_PUBLIC_URL ?? `http://${host}:${settings.ORDERS_HTTP_PORT}`).replace(/\/$/, ''),
    logLevel: settings.ORDERS_LOG_LEVEL,
    tokenDays: settings.ORDERS_TOKEN_DAYS,
    jwksUrl: settings.ORDERS_JWKS_URL,
    jwtIssuer: settings.ORDERS_JWT_ISSUER,
    jwtAudience: settings.ORDERS_JWT_AUDIENCE,
    limits: limitsOf(settings),
    trustProxy: settings.ORDERS_TRUST_PROXY === '1',
    opsPort: settings.ORDERS_OPS_PORT,
    drainDelayMs: settings.ORDERS_DRAIN_DELAY_SECONDS * SECOND,
    trackLinkMs: settings.ORDERS_TRACK_LINK_DAYS * DAY,
    gateway: settings.ORDERS_PAYMENT_GATEWAY,
    capture: settings.ORDERS_CAPTURE,
    paymentTimeoutMs: settings.ORDERS_PAYMENT_TIMEOUT_SECONDS * SECOND,
    pendingExpiryMs: settings.ORDERS_PENDING_EXPIRY_MINUTES * 60 * SECOND,
    flatShippingMinor: settings.ORDERS_FLAT_SHIPPING_MINOR,
    carriers: settings.ORDERS_CARRIERS.split(',')
      .map((code) => code.trim())
      .filter(Boolean),
    trackingPollMs: settings.ORDERS_TRACKING_POLL_SECONDS * SECOND,
    carrierBudgets: settings.ORDERS_TRACKING_CALLS_PER_DAY,
    sandboxStepMs: settings.ORDERS_SANDBOX_STEP_SECONDS * SECOND,
    staffMails: settings.ORDERS_STAFF_MAIL,
    lowStockUnits: settings.ORDERS_LOW_STOCK_UNITS,
    shippedMailDelayMs: settings.ORDERS_SHIPPED_MAIL_DELAY_SECONDS * SECOND,
    refundLimitMinor: settings.ORDERS_REFUND_LIMIT_MINOR,
    holdOrders: holdsOf(settings),
    pdfFont: settings.ORDERS_PDF_FONT,
    webhookUrls: settings.ORDERS_WEBHOOK_URLS,
    webhookSecret: settings.ORDERS_WEBHOOK_SECRET,
    retentionMs: settings.ORDERS_RETENTION_DAYS * DAY,
    lateAfterMs: settings.ORDERS_LATE_AFTER_HOURS * 3600 * SECOND,
    locale: settings.ORDERS_LOCALE,
    smtpUrl: settings.ORDERS_SMTP_URL,
    smtpPerSecond: settings.ORDERS_SMTP_PER_SECOND,
    mailFrom: settings.ORDERS_MAIL_FROM,
    mailDir: join(dataDir, 'mail'),
    crashAt: settings.ORDERS_CRASH_AT,
    jwtSecret: once(() => settings.ORDERS_JWT_SECRET ?? keptSecret(dataDir)),
    sources: sourcesOf(settings, environment, fromFile),
  });
}

const limitsOf = (settings: Settings): Config['limits'] => ({
  caller: settings.ORDERS_RATE_LIMIT_PER_MINUTE,
  costly: settings.ORDERS_CHECKOUT_LIMIT_PER_MINUTE,
  address: settings.ORDERS_ADDRESS_LIMIT_PER_MINUTE,
});

const holdsOf = (settings: Settings): Config['holdOrders'] => ({
  totalMinor: settings.ORDERS_HOLD_TOTAL_MINOR,
  ordersPerDay: settings.ORDERS_HOLD_ORDERS_PER_DAY,
  sameCountry: settings.ORDERS_HOLD_COUNTRY_MISMATCH === '1',
});

interface Fault {
  readonly name: string;
  readonly detail: string;
}

const invalid = (faults: readonly Fault[]): Refusal =>
  new Refusal(
    'config_invalid',
    `${faults.map(({ name, detail }) => `${name} ${detail}`).join('; ')}. orders config show lists every setting.`,
    {
      errors: faults.map(({ name, detail }) => ({ pointer: `/${name}`, detail })),
    },
  );

/** Settings that need each other. */
function refuseHalves(settings: Settings): void {
  if (settings.ORDERS_WEBHOOK_URLS.length === 0 || settings.ORDERS_WEBHOOK_SECRET) return;
  throw invalid([{ name: 'ORDERS_WEBHOOK_SECRET', detail: 'must be set beside ORDERS_WEBHOOK_URLS' }]);
}

/** What is handy for trying the program out is refused where real customers are served. */
function refuseUnsafeProduction(settings: Settings): void {
  if (settings.NODE_ENV !== 'production') return;
  const faults: Fault[] = [];
  if (settings.ORDERS_JWKS_URL && !settings.ORDERS_JWT_ISSUER)
    faults.push({ name: 'ORDERS_JWT_ISSUER', detail: 'must be set beside ORDERS_JWKS_URL in production' });
  if (!settings.ORDERS_JWT_SECRET)
    faults.push({ name: 'ORDERS_JWT_SECRET', detail: 'must be set in production (32 characters or more)' });
  if (settings.ORDERS_PAYMENT_GATEWAY === 'sandbox')
    faults.push({ name: 'ORDERS_PAYMENT_GATEWAY', detail: 'must not be sandbox in production' });
  if (settings.ORDERS_CARRIERS.includes('sandbox'))
    faults.push({ name: 'ORDERS_CARRIERS', detail: 'must not hold sandbox in production' });
  if (settings.ORDERS_CRASH_AT)
    faults.push({ name: 'ORDERS_CRASH_AT', detail: 'is for tests and must not be set in production' });
  if (faults.length > 0) throw invalid(faults);
}

function databaseUrl(settings: Settings, dataDir: string, cwd: string): string {
  const url = settings.ORDERS_DATABASE_URL;
  if (!url) return `sqlite:${join(dataDir, 'orders.sqlite')}`;
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1];
  return file ? `sqlite:${resolve(cwd, file)}` : url;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The server, the worker and the command share the data folder, and with it the secret. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'jwt-secret');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process of ours made it in this moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}

function sourcesOf(settings: Settings, environment: NodeJS.ProcessEnv, fromFile: NodeJS.Dict<string>): SettingSource[] {
  return (Object.keys(settingsSchema.shape) as SettingName[])
    .filter((name) => name !== 'NODE_ENV' && name !== 'ORDERS_CRASH_AT')
    .map((name) => {
      const from = environment[name] ? 'environment' : fromFile[name] ? '.env' : 'default';
      const value = environment[name] || fromFile[name] || defaultText(settings[name]);
      return { name, value: SECRET_SETTINGS.has(name) && value !== '' ? hideSecret(value) : value, from };
    });
}

/** Lists and maps are empty unless they are given. */
const defaultText = (value: Settings[SettingName]): string => (typeof value === 'object' ? '' : String(value ?? ''));

const hideSecret = (value: string): string =>
  value.includes('://') ? value.replace(/\/\/[^@/]*@/g, '//…@') : value.startsWith('sqlite:') ? value : '…';

/** The environment for a process of our own, with some settings changed. */
export const childEnvironment = (changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...changes,
});
