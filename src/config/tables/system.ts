/** Settings of the processes themselves: where data is, how they listen, who may call, how much. */
import { z } from 'zod';
import { DAY, SECOND } from '../../lib/time.ts';
import { flag, oneOf, port, type SettingTable, text, whole } from '../setting.ts';

export const SYSTEM = {
  dataDir: {
    name: 'ORDERS_DATA_DIR',
    schema: z.string().default('./var'),
    about: 'where the embedded database, mails, secrets and the sandbox’s books are',
  },
  databaseUrl: {
    name: 'ORDERS_DATABASE_URL',
    schema: text(
      /^(sqlite:.+|mysql:\/\/.+|mariadb:\/\/.+)/,
      'must be sqlite:FILE or mysql://USER:PASSWORD@HOST:PORT/NAME',
    ).refine((url) => url === undefined || url.startsWith('sqlite:') || namesDatabase(url), {
      error:
        'must be mysql://USER:PASSWORD@HOST:PORT/NAME; write a %, #, /, ? or @ of the password as %25, %23, %2F, %3F or %40',
    }),
    unset: '`sqlite:` in the data folder',
    about: '`sqlite:FILE` or `mysql://USER:PASSWORD@HOST:PORT/NAME`',
    secret: true,
  },
  databasePoolSize: {
    name: 'ORDERS_DATABASE_POOL_SIZE',
    schema: whole(10, [1, 200]),
    about: 'most connections of one process to MySQL',
  },
  jobsUrl: {
    name: 'ORDERS_JOBS_URL',
    schema: text(/^mongodb(\+srv)?:\/\/.+/, 'must be mongodb://HOST:PORT/NAME'),
    unset: 'the database',
    about:
      '`mongodb://HOST/NAME` keeps jobs in MongoDB; on a replica set workers hear of new jobs at once, elsewhere they search every 2 s',
    secret: true,
  },
  httpHost: { name: 'ORDERS_HTTP_HOST', schema: z.string().default('127.0.0.1'), about: 'the address to listen on' },
  httpPort: {
    name: 'ORDERS_HTTP_PORT',
    schema: port().default(3000),
    about: 'the port to listen on; 0 takes a free one',
  },
  publicUrl: {
    name: 'ORDERS_PUBLIC_URL',
    schema: z.url('must be a URL').optional(),
    unset: 'the above',
    about: 'how customers reach the API',
  },
  opsPort: {
    name: 'ORDERS_OPS_PORT',
    schema: port().optional(),
    unset: 'the same port',
    about: 'a port of their own for probes and metrics',
  },
  drainDelayMs: {
    name: 'ORDERS_DRAIN_DELAY_SECONDS',
    schema: whole(0, [0, 300], SECOND),
    about: 'between "not ready" and closing, for load balancers',
  },
  trustProxy: {
    name: 'ORDERS_TRUST_PROXY',
    schema: flag(),
    about: '1 takes the caller’s address from the last `X-Forwarded-For` entry',
  },
  jwtSecret: {
    name: 'ORDERS_JWT_SECRET',
    schema: z.string().min(32, 'must be at least 32 characters').optional(),
    unset: 'made at first use',
    about: 'HS256 secret of tokens, 32 characters or more',
    secret: true,
  },
  timelineKey: {
    name: 'ORDERS_TIMELINE_KEY',
    schema: z.string().min(32, 'must be at least 32 characters').optional(),
    unset: 'made at first use',
    about: 'what timelines are sealed with, 32 characters or more; it has to stay the same',
    secret: true,
  },
  tokenDays: {
    name: 'ORDERS_TOKEN_DAYS',
    schema: whole(30, [1, 3650]),
    about: 'how long tokens of `orders users token` are good',
  },
  jwksUrl: {
    name: 'ORDERS_JWKS_URL',
    schema: z.url('must be a URL').optional(),
    unset: 'our own tokens',
    about: 'another issuer signs tokens: where its keys are',
  },
  jwtIssuer: {
    name: 'ORDERS_JWT_ISSUER',
    schema: z.string().optional(),
    unset: 'any',
    about: 'that issuer’s name, as `iss`',
  },
  jwtAudience: {
    name: 'ORDERS_JWT_AUDIENCE',
    schema: z.string().optional(),
    unset: '`orders`',
    about: 'our name in its tokens, as `aud`',
  },
  callsPerMinute: {
    name: 'ORDERS_RATE_LIMIT_PER_MINUTE',
    schema: whole(600, [0, 10_000_000]),
    about: 'calls of one person, in each process; 0 is no limit',
  },
  checkoutsPerMinute: {
    name: 'ORDERS_CHECKOUT_LIMIT_PER_MINUTE',
    schema: whole(30, [0, 10_000_000]),
    about: 'checkouts and cancellations of one person',
  },
  addressCallsPerMinute: {
    name: 'ORDERS_ADDRESS_LIMIT_PER_MINUTE',
    schema: whole(600, [0, 10_000_000]),
    about: 'calls without a valid token of one address',
  },
  retentionMs: {
    name: 'ORDERS_RETENTION_DAYS',
    schema: whole(30, [1, 3650], DAY),
    about: 'how long finished mails and jobs are kept in the outbox',
  },
  mailLogMs: {
    name: 'ORDERS_MAIL_LOG_DAYS',
    schema: whole(365, [1, 3650], DAY),
    about: 'how long the log of mails knows to whom they went',
  },
  logLevel: {
    name: 'ORDERS_LOG_LEVEL',
    schema: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: 'debug, info, warn, error, silent',
  },
  crashAt: { name: 'ORDERS_CRASH_AT', schema: z.string().optional(), about: 'where to die, in tests', internal: true },
  nodeEnv: {
    name: 'NODE_ENV',
    schema: z.string().optional(),
    about: '`production` refuses what is only for trying things',
    internal: true,
  },
} as const satisfies SettingTable;

/** Whether it is an address with a host and the name of a database. */
function namesDatabase(url: string): boolean {
  const { hostname = '', pathname = '', username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
  return hostname !== '' && /^\/[^/]+$/.test(pathname) && [username, password].every(isEncoded);
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}
