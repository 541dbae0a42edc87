/** The composition root: from a configuration to a running program. The one file that knows everything. */
import { EventEmitter } from 'node:events';
import type { Config } from './config/load.ts';
import type { Actor, Context } from './context.ts';
import { connectDatabase } from './database/connect.ts';
import type { Database } from './database/database.ts';
import { migrate, migrationStatus } from './database/migrate.ts';
import { Refusal } from './errors.ts';
import { hmacSha256 } from './lib/canonical.ts';
import { newId } from './lib/ids.ts';
import { toInstant } from './lib/time.ts';
import { openMailer } from './notifications/transports/index.ts';
import { isSealed } from './orders/store.ts';
import type { Gateways } from './payments/gateway.ts';
import { GATEWAYS } from './payments/gateways/index.ts';
import { openGateways } from './payments/open-gateways.ts';
import { armCrashPoint } from './platform/crash-points.ts';
import { createLogger, type Logger } from './platform/log.ts';
import { createTokenSigner } from './platform/signed-token.ts';
import { CARRIERS } from './shipping/carriers/index.ts';
import { openCarriers } from './shipping/open-carriers.ts';

export interface App {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly gateways: Gateways;
  /** Emits after each commit in this process; the relay listens. */
  readonly commits: EventEmitter<{ commit: [] }>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A context for one request, command or job. */
  context(actor: Actor, requestId: string): Context;
  /** Throws `migrations_pending` unless the schema is the one this program was built for. */
  requireMigrated(): Promise<void>;
  /** The number of migrations that ran. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

export interface AppOptions {
  /** Milliseconds since the epoch; tests move it. */
  readonly now?: () => number;
  readonly log?: Logger;
}

/** Builds the program. Nothing is opened before it is used. */
export function openApp(config: Config, options: AppOptions = {}): App {
  const now = options.now ?? Date.now;
  const log = options.log ?? createLogger(config.logLevel);
  armCrashPoint(config.crashAt);
  const database = connectDatabase({ url: config.databaseUrl, poolSize: config.databasePoolSize });
  const plugged = { values: config.plugins, world: { dataDir: config.dataDir, publicUrl: config.publicUrl, now } };
  const gateways = openGateways({ plugins: GATEWAYS, inUse: config.gateways, ...plugged });
  const carriers = openCarriers({ plugins: CARRIERS, inUse: config.carriers, ...plugged });
  const mailer = openMailer({
    smtpUrl: config.smtpUrl,
    smtpPerSecond: config.smtpPerSecond,
    from: config.mailFrom,
    folder: config.mailDir,
  });
  const commits = new EventEmitter<{ commit: [] }>();
  const trackLinks = createTokenSigner(config.jwtSecret, 'track');
  const seal = (text: string) => hmacSha256(config.timelineKey(), text);

  return {
    config,
    database,
    log,
    gateways,
    commits,
    now,
    context(actor, requestId) {
      return {
        actor,
        requestId,
        settings: config,
        trackLinks,
        seal,
        log,
        db: database,
        async atomic(name, work) {
          const result = await database.atomic(name, (db) => work({ ...this, db }));
          commits.emit('commit');
          return result;
        },
        now: () => toInstant(now()),
        newId: (prefix) => newId(prefix, now()),
        gateways,
        carriers,
        mailer,
      };
    },
    ...schemaOf(config, database),
    async close() {
      mailer.close();
      gateways.close();
      carriers.close();
      await database.close();
    },
  };
}

/** The schema, and the key that goes with what stands in it. */
const schemaOf = (config: Config, database: Database): Pick<App, 'requireMigrated' | 'migrate'> => ({
  async requireMigrated() {
    await requireMigrated(database);
    await requireKey(config, database);
  },
  async migrate() {
    const applied = await migrate(database);
    await requireKey(config, database);
    return applied;
  },
});

/** A key that was lost is not made anew: every timeline of before would count as forged. */
async function requireKey({ hasTimelineKey, dataDir }: Config, database: Database): Promise<void> {
  if (hasTimelineKey() || !(await isSealed(database))) return;
  throw new Refusal(
    'config_invalid',
    `The key that this shop seals its timelines with is missing: put timeline-key back into ${dataDir}, or set ORDERS_TIMELINE_KEY to it.`,
  );
}

async function requireMigrated(database: Database): Promise<void> {
  const pending = (await migrationStatus(database)).filter(({ appliedAt }) => !appliedAt);
  if (pending.length === 0) return;
  throw new Refusal(
    'migrations_pending',
    `The database lacks ${pending.map(({ name }) => name).join(', ')}; run orders db migrate.`,
  );
}
