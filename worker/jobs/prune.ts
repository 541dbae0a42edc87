import { HOUR } from '../../src/lib/time.ts';
import { prune } from '../../src/operations/prune.ts';
import { scheduledJob } from '../job.ts';

export const pruneJob = scheduledJob({
  name: 'prune',
  group: 'housekeeping',
  everyMs: () => HOUR,
  run: prune,
});
