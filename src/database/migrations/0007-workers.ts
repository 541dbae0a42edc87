/**
 * What workers need: the jobs' table anew, searched by an index that has the search's order (jobs are wake-ups for the
 * outbox, which makes again those that are dropped here); the outbox read kind by kind, parcels carrier by carrier; who
 * works, what is paused, how often carriers were asked today, and who gets no mail.
 */
import type { Migration } from '../migration.ts';

export const migration0007: Migration = {
  name: '0007-workers',
  steps: [
    'DROP TABLE jobs',
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
    'CREATE INDEX ix_jobs_search ON jobs (name, disabled, locked_at, next_run_at, priority DESC, id)',
    `CREATE TABLE workers (
      name VARCHAR(200) NOT NULL PRIMARY KEY,
      jobs VARCHAR(500) NOT NULL,
      started_at DATETIME(3) NOT NULL,
      seen_at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE job_pauses (
      job VARCHAR(40) NOT NULL PRIMARY KEY,
      paused_by VARCHAR(200) NOT NULL,
      paused_at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE mail_suppressions (
      address VARCHAR(254) NOT NULL PRIMARY KEY,
      reason VARCHAR(200) NOT NULL,
      suppressed_by VARCHAR(200) NOT NULL,
      suppressed_at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE carrier_calls (
      carrier VARCHAR(32) NOT NULL,
      day CHAR(10) NOT NULL,
      calls BIGINT NOT NULL,
      PRIMARY KEY (carrier, day)
    )`,
    'CREATE INDEX ix_shipments_carrier_poll ON shipments (carrier, next_poll_at)',
    'CREATE INDEX ix_outbox_kind ON outbox (kind, due_at, id)',
    'CREATE INDEX ix_outbox_lease ON outbox (kind, lease_until)',
  ],
};
