/** The jobs that come round by themselves, a line each. */
export { alertStaffJob } from './alert-staff.ts';
export { expirePendingJob } from './expire-pending.ts';
export { pollTrackingJob } from './poll-tracking.ts';
export { pruneJob } from './prune.ts';
export { releaseHoldsJob } from './release-holds.ts';
export { settlePaymentJob } from './settle-payment.ts';
export { watchAuthorizationsJob } from './watch-authorizations.ts';
