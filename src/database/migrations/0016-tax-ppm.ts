/** Tax rates in millionths: 9.975 % (Québec) and 8.875 % (New York) have no place in hundredths of a percent. */
import type { Migration } from '../migration.ts';

export const migration0016: Migration = {
  name: '0016-tax-ppm',
  steps: [
    `CREATE TABLE tax_rates_ppm (
      id BINARY(16) NOT NULL PRIMARY KEY,
      country CHAR(2) NOT NULL,
      rate_ppm BIGINT NOT NULL,
      CONSTRAINT uq_tax_rates_ppm_country UNIQUE (country),
      CONSTRAINT ck_tax_rates_ppm_rate CHECK (rate_ppm BETWEEN 0 AND 1000000)
    )`,
    async ({ run }) => {
      await run('DELETE FROM tax_rates_ppm');
      await run('INSERT INTO tax_rates_ppm (id, country, rate_ppm) SELECT id, country, rate_bp * 100 FROM tax_rates');
    },
    'DROP TABLE tax_rates',
    'ALTER TABLE tax_rates_ppm RENAME TO tax_rates',
    'ALTER TABLE order_items ADD COLUMN tax_rate_ppm BIGINT NOT NULL DEFAULT 0',
    async ({ eachSlice, run }) =>
      eachSlice('order_items', async (ids) => {
        const marks = ids.map(() => '?').join(', ');
        await run(`UPDATE order_items SET tax_rate_ppm = tax_rate_bp * 100 WHERE id IN (${marks})`, ids);
      }),
    'ALTER TABLE order_items DROP COLUMN tax_rate_bp',
  ],
};
