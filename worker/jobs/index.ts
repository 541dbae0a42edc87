/** Every job: a new one is a file here and a line in a list. */
import type { OutboxJob, ScheduledJob } from '../job.ts';
import { alertStaffJob } from './alert-staff.ts';
import { capturePaymentJob } from './capture-payment.ts';
import { deliverWebhookJob } from './deliver-webhook.ts';
import { expirePendingJob } from './expire-pending.ts';
import { pollTrackingJob } from './poll-tracking.ts';
import { processOrderJob } from './process-order.ts';
import { pruneJob } from './prune.ts';
import { releaseHoldsJob } from './release-holds.ts';
import { sendAlertJob } from './send-alert.ts';
import { sendMailJob } from './send-mail.ts';
import { sendRefundJob } from './send-refund.ts';
import { settlePaymentJob } from './settle-payment.ts';
import { watchAuthorizationsJob } from './watch-authorizations.ts';

export const OUTBOX_JOBS: readonly OutboxJob[] = [
  processOrderJob,
  capturePaymentJob,
  sendRefundJob,
  sendMailJob,
  sendAlertJob,
  deliverWebhookJob,
];

export const SCHEDULED_JOBS: readonly ScheduledJob[] = [
  settlePaymentJob,
  expirePendingJob,
  watchAuthorizationsJob,
  pollTrackingJob,
  releaseHoldsJob,
  alertStaffJob,
  pruneJob,
];
