import { MINUTE } from '../../src/lib/time.ts';
import { alertStaff } from '../../src/messages/alert-staff.ts';
import type { ScheduledJob } from '../job.ts';

export const alertStaffJob: ScheduledJob = {
  name: 'alert-staff',
  everyMs: () => 5 * MINUTE,
  handle: async (context) => ({ ...(await alertStaff(context, {})) }),
};
