/** Mails that belong to no order, and what staff have been told. The log of mails is made anew: its orders may be empty. */
import type { Migration } from '../migration.ts';

export const migration0009: Migration = {
  name: '0009-alerts',
  steps: [
    `CREATE TABLE mails (
      id BINARY(16) NOT NULL PRIMARY KEY,
      dedupe_key VARCHAR(120) NOT NULL,
      order_id BINARY(16),
      template VARCHAR(40) NOT NULL,
      recipient VARCHAR(254) NOT NULL,
      subject VARCHAR(300) NOT NULL,
      message_id VARCHAR(200) NOT NULL,
      status VARCHAR(16) NOT NULL,
      sent_at DATETIME(3),
      created_at DATETIME(3) NOT NULL,
      CONSTRAINT uq_mails_dedupe_key UNIQUE (dedupe_key)
    )`,
    `INSERT INTO mails (id, dedupe_key, order_id, template, recipient, subject, message_id, status, sent_at, created_at)
      SELECT id, dedupe_key, order_id, template, recipient, subject, message_id, status, sent_at, created_at
      FROM notifications`,
    'DROP TABLE notifications',
    'ALTER TABLE mails RENAME TO notifications',
    'CREATE INDEX ix_notifications_order ON notifications (order_id)',
    `CREATE TABLE staff_alerts (
      alert VARCHAR(40) NOT NULL,
      subject VARCHAR(120) NOT NULL,
      told_at DATETIME(3) NOT NULL,
      PRIMARY KEY (alert, subject)
    )`,
  ],
};
