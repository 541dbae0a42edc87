/** What is written on an order, word by word: finding one by its recipient or street costs the same among millions. */
import { searchWords } from '../../lib/search-words.ts';
import type { Migration } from '../migration.ts';

/** The texts of a JSON address; a country's two letters are no word to look for. */
function textsOf(address: unknown): string[] {
  const fields: Record<string, unknown> = typeof address === 'string' ? JSON.parse(address) : (address as never);
  return Object.entries(fields).flatMap(([key, text]) => (key !== 'country' && typeof text === 'string' ? [text] : []));
}

export const migration0017: Migration = {
  name: '0017-search',
  steps: [
    `CREATE TABLE order_words (
      word VARCHAR(40) NOT NULL,
      order_id BINARY(16) NOT NULL,
      PRIMARY KEY (word, order_id)
    )`,
    'CREATE INDEX ix_order_words_order ON order_words (order_id)',
    async ({ eachSlice, rows, run }) =>
      eachSlice('orders', async (ids) => {
        const marks = ids.map(() => '?').join(', ');
        await run(`DELETE FROM order_words WHERE order_id IN (${marks})`, ids);
        const found = await rows(
          `SELECT id, order_number, customer_name, shipping_address, billing_address FROM orders WHERE id IN (${marks})`,
          ids,
        );
        const words = found.flatMap(({ id, order_number, customer_name, shipping_address, billing_address }) =>
          searchWords([
            String(order_number),
            String(customer_name),
            ...textsOf(shipping_address),
            ...textsOf(billing_address),
          ]).flatMap((word) => [word, id]),
        );
        for (let at = 0; at < words.length; at += 600) {
          const part = words.slice(at, at + 600);
          const values = Array.from({ length: part.length / 2 }, () => '(?, ?)').join(', ');
          await run(`INSERT INTO order_words (word, order_id) VALUES ${values}`, part);
        }
      }),
  ],
};
