/** What is written on an order, word by word: its number, and the names and addresses on it. */
import type { Sql } from '../../database/sql.ts';
import { defineTable, id, type RowOf, text } from '../../database/table.ts';
import { type Id, idFromBytes } from '../../lib/ids.ts';
import { searchWords } from '../../lib/search-words.ts';
import type { OrderRow } from '../tables.ts';

const orderWords = defineTable('order_words', { word: text(), order_id: id('ord') });

type Written = Pick<OrderRow, 'id' | 'order_number' | 'customer_name' | 'shipping_address' | 'billing_address'>;

/** Writes the words of an order in place of those it had. */
export async function writeWords(db: Sql, order: Written): Promise<void> {
  const { shipping_address, billing_address } = order;
  const addresses = [shipping_address, billing_address].flatMap(({ country: _, ...address }) => Object.values(address));
  const words = searchWords([order.order_number, order.customer_name, ...addresses]);
  await removeWords(db, order.id);
  await db.insert(
    orderWords,
    words.map((word): RowOf<typeof orderWords> => ({ word, order_id: order.id })),
  );
}

export const removeWords = (db: Sql, order_id: Id<'ord'>): Promise<number> => db.remove(orderWords, { order_id });

/** Orders that have every word of the text on them, or words that begin so; newest first. */
export async function ordersWithWords(db: Sql, typed: string, limit: number): Promise<Id<'ord'>[]> {
  const words = searchWords([typed]).sort((a, b) => b.length - a.length);
  const [longest, ...others] = words;
  if (longest === undefined) return [];
  const also = others
    .map(
      (_, at) =>
        ` AND EXISTS (SELECT 1 FROM order_words w${at} WHERE w${at}.order_id = w.order_id AND w${at}.word LIKE ?)`,
    )
    .join('');
  const search = async (condition: string, word: string) => {
    const sql = `SELECT DISTINCT w.order_id FROM order_words w WHERE w.word ${condition} ?${also} ORDER BY w.order_id DESC LIMIT ${limit}`;
    const rows = await db.rows<{ order_id: Buffer }>(sql, [word, ...others.map((other) => `${other}%`)]);
    return rows.map(({ order_id }) => idFromBytes('ord', order_id));
  };
  // The whole word first: that is an index read in order, however many orders go to Berlin.
  const exact = await search('=', longest);
  return exact.length > 0 ? exact : search('LIKE', `${longest}%`);
}
