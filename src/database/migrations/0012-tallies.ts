/** How work went, day by day and job by job. */
import type { Migration } from '../migration.ts';

export const migration0012: Migration = {
  name: '0012-tallies',
  steps: [
    `CREATE TABLE job_tallies (
      job VARCHAR(40) NOT NULL,
      day CHAR(10) NOT NULL,
      done BIGINT NOT NULL,
      failed BIGINT NOT NULL,
      dead BIGINT NOT NULL,
      rescued BIGINT NOT NULL,
      busy_ms BIGINT NOT NULL,
      PRIMARY KEY (job, day)
    )`,
  ],
};
