import { MINUTE } from '../../src/lib/time.ts';
import { alertStaff } from '../../src/messages/alert-staff.ts';
import { scheduledJob } from '../job.ts';

export const alertStaffJob = scheduledJob({
  name: 'alert-staff',
  group: 'mail',
  everyMs: () => 5 * MINUTE,
  run: alertStaff,
});
