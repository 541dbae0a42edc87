/**
 * Migrations: numbered files, run once each and in order by umzug, forward only. What has run is in the table
 * `migrations` of the same database. Steps are plain SQL that MySQL, MariaDB and SQLite read alike, or code: ids are UUIDv7 in
 * 16 bytes, made by the program; times are UTC with milliseconds; money is whole minor units; no cascades, no triggers,
 * no auto-increment.
 */
import type { Database } from './database.ts';
import { isNoSuchTable } from './faults.ts';
import type { Migration } from './migration.ts';
import { migration0001 } from './migrations/0001-people-and-products.ts';
import { migration0002 } from './migrations/0002-orders.ts';
import { migration0003 } from './migrations/0003-background.ts';
import { migration0004 } from './migrations/0004-lists.ts';
import { migration0005 } from './migrations/0005-access.ts';
import { migration0006 } from './migrations/0006-clerks.ts';
import { migration0007 } from './migrations/0007-workers.ts';
import { migration0008 } from './migrations/0008-languages.ts';
import { migration0009 } from './migrations/0009-alerts.ts';
import { migration0010 } from './migrations/0010-authorizations.ts';
import { migration0011 } from './migrations/0011-posted.ts';
import { migration0012 } from './migrations/0012-tallies.ts';
import { migration0013 } from './migrations/0013-refunded-units.ts';
import { migration0014 } from './migrations/0014-limits.ts';
import { migration0015 } from './migrations/0015-rounds.ts';
import { migration0016 } from './migrations/0016-tax-ppm.ts';
import { migration0017 } from './migrations/0017-search.ts';
import { migration0018 } from './migrations/0018-packings.ts';
import { migration0019 } from './migrations/0019-sealed.ts';
import { migration0020 } from './migrations/0020-journal.ts';
import { runMigration } from './run-migration.ts';

/** Every migration, oldest first: a new one is a file and a line here. */
export const MIGRATIONS: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0016,
  migration0017,
  migration0018,
  migration0019,
  migration0020,
];

export interface MigrationStatus {
  readonly name: string;
  /** Undefined while pending. */
  readonly appliedAt?: string;
}

const TABLE =
  'CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(100) NOT NULL PRIMARY KEY, applied_at VARCHAR(24) NOT NULL)';

const appliedIn = (database: Database): Promise<{ name: string; applied_at: string }[]> =>
  database.rows('SELECT name, applied_at FROM migrations ORDER BY name');

/** Loaded when there is something to do. */
async function umzugFor(database: Database) {
  const { Umzug } = await import('umzug');
  return new Umzug({
    migrations: MIGRATIONS.map((migration) => ({
      name: migration.name,
      up: () => runMigration(database, migration),
    })),
    storage: {
      executed: async () => (await appliedIn(database)).map(({ name }) => name),
      logMigration: async ({ name }) => {
        await database.run('INSERT INTO migrations (name, applied_at) VALUES (?, ?)', [name, new Date().toISOString()]);
      },
      unlogMigration: async () => {
        throw new Error('migrations go forward only');
      },
    },
    logger: undefined,
  });
}

/** Runs what is pending and returns its names. */
export async function migrate(database: Database): Promise<string[]> {
  const pending = (await migrationStatus(database)).some(({ appliedAt }) => !appliedAt);
  if (!pending) return [];
  await database.run(TABLE);
  return (await (await umzugFor(database)).up()).map(({ name }) => name);
}

/** Every migration with the time it was applied, oldest first. */
export async function migrationStatus(database: Database): Promise<MigrationStatus[]> {
  const rows = await appliedIn(database).catch((error) => {
    if (isNoSuchTable(error)) return [];
    throw error;
  });
  const applied = new Map(rows.map((row) => [row.name, row.applied_at]));
  return MIGRATIONS.map(({ name }) => ({ name, appliedAt: applied.get(name) }));
}
