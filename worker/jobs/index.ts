/** Every job: a new one is a file here and a line in `outbox-jobs.ts` or `scheduled-jobs.ts`. */
import type { OutboxJob, ScheduledJob } from '../job.ts';
import * as outboxJobs from './outbox-jobs.ts';
import * as scheduledJobs from './scheduled-jobs.ts';

export const OUTBOX_JOBS: readonly OutboxJob[] = Object.values(outboxJobs);
export const SCHEDULED_JOBS: readonly ScheduledJob[] = Object.values(scheduledJobs);
