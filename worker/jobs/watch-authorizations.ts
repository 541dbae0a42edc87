import { watchAuthorizations } from '../../src/billing/watch-authorizations.ts';
import { MINUTE } from '../../src/lib/time.ts';
import { scheduledJob } from '../job.ts';

export const watchAuthorizationsJob = scheduledJob({
  name: 'watch-authorizations',
  group: 'money',
  everyMs: () => 5 * MINUTE,
  run: watchAuthorizations,
});
