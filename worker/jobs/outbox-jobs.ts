/** The jobs that do what an outbox row asks for, a line each. */
export { capturePaymentJob } from './capture-payment.ts';
export { deliverWebhookJob } from './deliver-webhook.ts';
export { processOrderJob } from './process-order.ts';
export { sendAlertJob } from './send-alert.ts';
export { sendMailJob } from './send-mail.ts';
export { sendRefundJob } from './send-refund.ts';
