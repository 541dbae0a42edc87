import { MINUTE } from '../../src/lib/time.ts';
import { pollTracking } from '../../src/tracking/poll.ts';
import type { ScheduledJob } from '../job.ts';

/** As often as parcels may be due, a minute at most. */
export const pollTrackingJob: ScheduledJob = {
  name: 'poll-tracking',
  everyMs: ({ settings }) => Math.min(MINUTE, settings.trackingPollMs),
  handle: async (context) => ({ ...(await pollTracking(context, {})) }),
};
