/** The floor of a page: node:http, one prepared statement through mysql2, and JSON of its rows. Run as a process. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mysql from 'mysql2';

interface Statement {
  readonly sql: string;
  /** Buffers in hexadecimal; one of them is taken for each call. */
  readonly params: readonly (readonly (string | number | { readonly hex: string })[])[];
}

/** Ids as text, as any server would send them. */
Buffer.prototype.toJSON = function toJSON(this: Buffer) {
  return this.toString('hex') as never;
};

const [, , uri = '', text = '{}'] = process.argv;
const statements = JSON.parse(text) as Record<string, Statement>;
const pool = mysql.createPool({ uri, connectionLimit: 10, dateStrings: true });
let at = 0;

const server = createServer((request, response) => {
  const { sql, params } = statements[(request.url ?? '/').slice(1)] as Statement;
  const values = (params[at++ % params.length] ?? []).map((value) =>
    typeof value === 'object' ? Buffer.from(value.hex, 'hex') : value,
  );
  pool.execute(sql, values as never, (error, rows) => {
    const body = JSON.stringify(error ? { error: error.message } : rows);
    response.writeHead(error ? 500 : 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stderr.write(`Serving on http://127.0.0.1:${(server.address() as AddressInfo).port} \n`);
});
