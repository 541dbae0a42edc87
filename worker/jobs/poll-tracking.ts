import { MINUTE } from '../../src/lib/time.ts';
import { pollTracking } from '../../src/tracking/poll.ts';
import { scheduledJob } from '../job.ts';

/** As often as parcels may be due, a minute at most. */
export const pollTrackingJob = scheduledJob({
  name: 'poll-tracking',
  group: 'tracking',
  everyMs: ({ settings }) => Math.min(MINUTE, settings.trackingPollMs),
  run: pollTracking,
});
