/**
 * A few names out of the database, as fast as a driver alone can: for completion, where loading an ORM would take longer
 * than the answer is worth. Never fails: no database, no suggestions.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sqliteFile } from '../database/sqlite-file.ts';

export type Lookup = 'orders' | 'products' | 'views' | 'people';

const MOST = 50;
const CONNECT_MS = 1000;

/** Each takes the beginning of a name as its parameter. */
const QUERIES: Readonly<Record<Lookup, string>> = {
  orders: `SELECT order_number AS name FROM orders WHERE order_number LIKE ? ORDER BY placed_at DESC LIMIT ${MOST}`,
  products: `SELECT sku AS name FROM products WHERE sku LIKE ? ORDER BY sku LIMIT ${MOST}`,
  views: `SELECT name FROM saved_views WHERE name LIKE ? ORDER BY name LIMIT ${MOST}`,
  people: `SELECT email AS name FROM users WHERE email LIKE ? ORDER BY email LIMIT ${MOST}`,
};

export async function lookUp(url: string, lookup: Lookup, beginning: string): Promise<string[]> {
  const parameter = `${(lookup === 'orders' ? beginning.toUpperCase() : beginning).replace(/[%_]/g, '')}%`;
  try {
    const file = sqliteFile(url);
    return file ? inFile(file, QUERIES[lookup], parameter) : await onServer(url, QUERIES[lookup], parameter);
  } catch {
    return [];
  }
}

function inFile(file: string, sql: string, parameter: string): string[] {
  if (!existsSync(file)) return [];
  const Libsql = createRequire(import.meta.url)('libsql');
  const database = new Libsql(file);
  const names = database
    .prepare(sql)
    .all([parameter])
    .map(({ name }: { name: string }) => name);
  database.close();
  return names;
}

async function onServer(url: string, sql: string, parameter: string): Promise<string[]> {
  const { createConnection } = createRequire(import.meta.url)('mysql2') as typeof import('mysql2');
  const connection = createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), connectTimeout: CONNECT_MS });
  connection.on('error', () => {});
  const names = new Promise<string[]>((resolve, reject) => {
    connection.query(sql, [parameter], (error, rows) =>
      error ? reject(error) : resolve((rows as { name: string }[]).map(({ name }) => name)),
    );
  });
  try {
    return await names;
  } finally {
    connection.destroy();
  }
}
