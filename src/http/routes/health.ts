/** Is the process alive, and can it serve? */

import type { Database } from '../../database/database.ts';
import { migrationStatus } from '../../database/migrate.ts';
import { Refusal } from '../../errors.ts';
import { ok, type Route } from '../route.ts';

export const healthRoutes: readonly Route[] = [
  { method: 'GET', path: '/livez', role: 'public', handle: async () => ok({ status: 'ok' }) },
  {
    method: 'GET',
    path: '/readyz',
    role: 'public',
    async handle({ context }) {
      const pending = (await migrationStatus(context.db as Database)).filter(({ appliedAt }) => !appliedAt);
      if (pending.length > 0)
        throw new Refusal('migrations_pending', 'The database has not been migrated; run orders db migrate.');
      return ok({ status: 'ready' });
    },
  },
];
