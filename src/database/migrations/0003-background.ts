/** What happens behind an order: mails, the outbox, idempotency keys, jobs. */
import type { Migration } from '../migration.ts';

const background = [
  `CREATE TABLE notifications (
    id BINARY(16) NOT NULL PRIMARY KEY,
    dedupe_key VARCHAR(120) NOT NULL,
    order_id BINARY(16) NOT NULL,
    template VARCHAR(40) NOT NULL,
    recipient VARCHAR(254) NOT NULL,
    subject VARCHAR(300) NOT NULL,
    message_id VARCHAR(200) NOT NULL,
    status VARCHAR(16) NOT NULL,
    sent_at DATETIME(3),
    created_at DATETIME(3) NOT NULL,
    CONSTRAINT uq_notifications_dedupe_key UNIQUE (dedupe_key)
  )`,
  'CREATE INDEX ix_notifications_order ON notifications (order_id)',
  `CREATE TABLE outbox (
    id BINARY(16) NOT NULL PRIMARY KEY,
    kind VARCHAR(40) NOT NULL,
    dedupe_key VARCHAR(120) NOT NULL,
    order_id BINARY(16),
    payload TEXT NOT NULL,
    created_at DATETIME(3) NOT NULL,
    due_at DATETIME(3),
    lease_token CHAR(26),
    lease_until DATETIME(3),
    attempts BIGINT NOT NULL,
    last_error VARCHAR(500),
    done_at DATETIME(3),
    dead_at DATETIME(3),
    CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
  )`,
  'CREATE INDEX ix_outbox_due ON outbox (due_at, id)',
  'CREATE INDEX ix_outbox_order ON outbox (order_id)',
  `CREATE TABLE idempotency_keys (
    caller_id BINARY(16) NOT NULL,
    idempotency_key VARCHAR(100) NOT NULL,
    fingerprint CHAR(64) NOT NULL,
    order_id BINARY(16),
    outcome MEDIUMTEXT,
    created_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (caller_id, idempotency_key)
  )`,
  'CREATE INDEX ix_idempotency_keys_order ON idempotency_keys (order_id)',
  'CREATE INDEX ix_idempotency_keys_expiry ON idempotency_keys (expires_at)',
  `CREATE TABLE jobs (
    id BINARY(16) NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    type VARCHAR(8) NOT NULL,
    priority BIGINT NOT NULL,
    unique_key CHAR(64),
    next_run_at BIGINT,
    locked_at BIGINT,
    last_run_at BIGINT,
    last_finished_at BIGINT,
    failed_at BIGINT,
    disabled SMALLINT NOT NULL,
    last_modified_by VARCHAR(200),
    data MEDIUMTEXT NOT NULL,
    attributes TEXT NOT NULL,
    CONSTRAINT uq_jobs_unique_key UNIQUE (unique_key)
  )`,
  'CREATE INDEX ix_jobs_next ON jobs (name, disabled, locked_at, next_run_at, priority)',
];

export const migration0003: Migration = {
  name: '0003-background',
  steps: [...background],
};
