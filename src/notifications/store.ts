/** The log of mails: what was sent to whom, and why. */
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { defineTable, encodeTime, id, nullable, type RowOf, text, time } from '../database/table.ts';
import type { Id } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';

export const notifications = defineTable('notifications', {
  id: id('ntf'),
  /** The outbox key of the mail: one cause, one row. */
  dedupe_key: text(),
  /** Empty for mails to staff. */
  order_id: nullable(id('ord')),
  template: text(),
  recipient: text(),
  subject: text(),
  message_id: text(),
  /** `suppressed` is for good: its address gets no mail. */
  status: text<'sending' | 'sent' | 'suppressed'>(),
  sent_at: nullable(time()),
  created_at: time(),
});
export type NotificationRow = RowOf<typeof notifications>;

/** Opens the log row of a mail, or finds the one an earlier attempt opened. */
export async function openNotification(db: Sql, row: NotificationRow): Promise<NotificationRow> {
  try {
    await db.insert(notifications, [row]);
    return row;
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    return (await db.findOne(notifications, { dedupe_key: row.dedupe_key })) as NotificationRow;
  }
}

export const markSuppressed = (db: Sql, notificationId: Id<'ntf'>): Promise<number> =>
  db.update(notifications, { status: 'suppressed' }, { id: notificationId });

export const markSent = (db: Sql, notificationId: Id<'ntf'>, sent_at: string): Promise<number> =>
  db.update(notifications, { status: 'sent', sent_at }, { id: notificationId });

/** Takes the address of a person out of the log, and the orders' mails with it. */
export const eraseRecipient = (db: Sql, recipient: string, gone: string): Promise<number> =>
  db.update(notifications, { recipient: gone }, { recipient });

/** Forgets to whom old mails went; how many. */
export const forgetRecipients = (db: Sql, before: Instant): Promise<number> =>
  db.run("UPDATE notifications SET recipient = '' WHERE created_at < ? AND recipient <> ''", [encodeTime(before)]);
