/** The outbox rows that orders write. Dedupe keys hold the id of the cause, so one cause never has two effects. */
import type { Id } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import type { MailTemplateCode } from '../notifications/templates/index.ts';
import type { Announcement } from '../outbox/store.ts';
import type { OrderEventRow } from './tables.ts';

export const processAnnouncement = (order_id: Id<'ord'>): Announcement => ({
  kind: 'process-order',
  dedupe_key: `process-order:${order_id}`,
  order_id,
  payload: { order_id },
});

/** One mail for one cause: the order itself, or the shipment or refund it tells of. */
export const mailAnnouncement = (order_id: Id<'ord'>, template: MailTemplateCode, cause: Id): Announcement => ({
  kind: 'send-mail',
  dedupe_key: `mail:${template}:${cause}`,
  order_id,
  payload: { order_id, template, cause },
});

export interface AlertMail {
  readonly alert: string;
  readonly recipient: string;
  /** Which of the recipients. */
  readonly index: number;
  readonly now: Instant;
}

/** One mail to one of the staff: of each alert at most one in an hour, which its key names. */
export const alertAnnouncement = ({ alert, recipient, index, now }: AlertMail): Announcement => ({
  kind: 'send-alert',
  dedupe_key: `alert:${alert}:${now.slice(0, 13)}:${index}`,
  order_id: null,
  payload: { alert, recipient },
});

/** Every event but notes, which are nobody's business outside, for each address that is configured. */
export const webhookAnnouncements = (urls: readonly string[], events: readonly OrderEventRow[]): Announcement[] =>
  events
    .filter(({ kind }) => kind !== 'order.noted')
    .flatMap(({ order_id, seq }) =>
      urls.map((url, index) => ({
        kind: 'deliver-webhook',
        dedupe_key: `webhook:${order_id}:${seq}:${index}`,
        order_id,
        payload: { seq: String(seq), url },
      })),
    );

export const refundAnnouncement = (order_id: Id<'ord'>, refund_id: Id<'rfd'>): Announcement => ({
  kind: 'send-refund',
  dedupe_key: `send-refund:${refund_id}`,
  order_id,
  payload: { refund_id },
});

export const captureAnnouncement = (order_id: Id<'ord'>, payment_id: Id<'pay'>): Announcement => ({
  kind: 'capture-payment',
  dedupe_key: `capture-payment:${payment_id}`,
  order_id,
  payload: { payment_id },
});
