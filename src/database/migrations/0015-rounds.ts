/** When each repeating job last came round, whatever store the jobs are in. */
import type { Migration } from '../migration.ts';

export const migration0015: Migration = {
  name: '0015-rounds',
  steps: [
    `CREATE TABLE job_rounds (
      job VARCHAR(40) NOT NULL PRIMARY KEY,
      every_ms BIGINT NOT NULL,
      last_at DATETIME(3) NOT NULL
    )`,
  ],
};
