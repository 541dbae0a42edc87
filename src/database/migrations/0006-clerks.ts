/** What clerks share: saved views of the order list, and waves of orders being picked. */
import type { Migration } from '../migration.ts';

export const migration0006: Migration = {
  name: '0006-clerks',
  steps: [
    `CREATE TABLE saved_views (
      name VARCHAR(64) NOT NULL PRIMARY KEY,
      options TEXT NOT NULL,
      saved_by VARCHAR(200) NOT NULL,
      saved_at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE waves (
      id BINARY(16) NOT NULL PRIMARY KEY,
      clerk VARCHAR(200) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL
    )`,
    'CREATE INDEX ix_waves_clerk ON waves (clerk, expires_at)',
    `CREATE TABLE wave_orders (
      order_id BINARY(16) NOT NULL PRIMARY KEY,
      wave_id BINARY(16) NOT NULL,
      position BIGINT NOT NULL,
      CONSTRAINT fk_wave_orders_wave FOREIGN KEY (wave_id) REFERENCES waves (id)
    )`,
    'CREATE INDEX ix_wave_orders_wave ON wave_orders (wave_id, position)',
    'CREATE INDEX ix_shipments_status ON shipments (status)',
    'CREATE INDEX ix_shipments_shipped ON shipments (shipped_at)',
  ],
};
