/** In which language each customer is written to, and the mails of each order are. */
import type { Migration } from '../migration.ts';

export const migration0008: Migration = {
  name: '0008-languages',
  steps: [
    'ALTER TABLE users ADD COLUMN locale VARCHAR(8)',
    "ALTER TABLE orders ADD COLUMN locale VARCHAR(8) NOT NULL DEFAULT 'en'",
  ],
};
