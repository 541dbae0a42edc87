import { watchAuthorizations } from '../../src/billing/watch-authorizations.ts';
import { MINUTE } from '../../src/lib/time.ts';
import type { ScheduledJob } from '../job.ts';

export const watchAuthorizationsJob: ScheduledJob = {
  name: 'watch-authorizations',
  everyMs: () => 5 * MINUTE,
  handle: async (context) => ({ ...(await watchAuthorizations(context, {})) }),
};
