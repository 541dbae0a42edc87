/** Amounts have their currency: the price a customer saw, and how much money one person may give back. */
import type { Migration } from '../migration.ts';

export const migration0014: Migration = {
  name: '0014-limits',
  steps: [
    // Empty in the lines of before: their price is taken to be in the product's currency.
    'ALTER TABLE cart_items ADD COLUMN seen_currency CHAR(3)',
    `CREATE TABLE refund_limits (
      currency CHAR(3) NOT NULL PRIMARY KEY,
      per_order BIGINT NOT NULL,
      per_day BIGINT,
      set_by VARCHAR(200) NOT NULL,
      set_at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE approvals (
      id BINARY(16) NOT NULL PRIMARY KEY,
      order_id BINARY(16) NOT NULL,
      amount BIGINT NOT NULL,
      approved_by VARCHAR(200) NOT NULL,
      approver_id BINARY(16) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      used_at DATETIME(3)
    )`,
    'CREATE INDEX ix_approvals_order ON approvals (order_id)',
    'ALTER TABLE refunds ADD COLUMN requested_by VARCHAR(200)',
    'CREATE INDEX ix_refunds_requested_by ON refunds (requested_by, created_at)',
  ],
};
