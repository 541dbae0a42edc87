/** The books of the sandbox gateway: its charges and refunds, in a file of its own. */
import { join } from 'node:path';
import { type Books, openBooks } from '../../../platform/sandbox-books.ts';
import type { LedgerEntry, RefundRequest, RefundResult } from '../../gateway.ts';

export interface SandboxCharge {
  readonly key: string;
  readonly amount: number;
  readonly currency: string;
  /** 1 when the money is to be taken with the authorization. */
  readonly capture: number;
  readonly status: LedgerEntry['status'];
  readonly decline_code: string | null;
  readonly captured: number;
  readonly refunded: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS charges (key TEXT PRIMARY KEY, amount INTEGER, currency TEXT, capture INTEGER, status TEXT,
    decline_code TEXT, captured INTEGER DEFAULT 0, refunded INTEGER DEFAULT 0 CHECK (refunded <= captured));
  CREATE TABLE IF NOT EXISTS authorizations (key TEXT PRIMARY KEY, until INTEGER);
  CREATE TABLE IF NOT EXISTS refunds (key TEXT PRIMARY KEY, charge TEXT, amount INTEGER);
`;
const PAGE = 500;

interface Step {
  readonly from: LedgerEntry['status'];
  readonly to: LedgerEntry['status'];
  /** How much was taken by then. */
  readonly captured?: number;
}

export interface SandboxLedger {
  find(key: string): SandboxCharge | undefined;
  /** Writes a charge once: a key that is there already keeps what it has. */
  open(charge: Omit<SandboxCharge, 'refunded'>): SandboxCharge;
  /** Moves a charge from one status to another; in any other status it stays as it is. Throws when there is none. */
  move(key: string, step: Step): SandboxCharge;
  /** When an authorization lapses, in milliseconds since the epoch; undefined when it never does. */
  authorizedUntil(key: string): number | undefined;
  /** Lets go of an authorization whose time is over. */
  lapse(key: string, now: number): void;
  refund(request: RefundRequest): RefundResult;
  entries(): AsyncIterable<LedgerEntry>;
  close(): void;
}

/** `until` says when an authorization that is made now lapses. */
export function openSandboxLedger(folder: string, until: () => number): SandboxLedger {
  const books = openBooks(join(folder, 'gateway.sqlite'), SCHEMA);
  const find = (key: string) =>
    books.prepare('SELECT * FROM charges WHERE key = ?').all([key])[0] as SandboxCharge | undefined;
  const known = (key: string): SandboxCharge => {
    const charge = find(key);
    if (!charge) throw new Error(`the sandbox gateway has no charge ${key}`);
    return charge;
  };
  const authorizedUntil = (key: string) => {
    const rows = books.prepare('SELECT until FROM authorizations WHERE key = ?').all([key]) as { until: number }[];
    return rows[0]?.until;
  };
  const noteAuthorization = (charge: SandboxCharge): SandboxCharge => {
    const sql = 'INSERT OR IGNORE INTO authorizations (key, until) VALUES (?, ?)';
    if (charge.status === 'authorized') books.prepare(sql).run([charge.key, until()]);
    return charge;
  };
  const move: SandboxLedger['move'] = (key, { from, to, captured = 0 }) => {
    const sql = 'UPDATE charges SET status = ?, captured = ? WHERE key = ? AND status = ?';
    books.prepare(sql).run([to, captured, key, from]);
    return noteAuthorization(known(key));
  };
  return {
    find,
    open({ key, amount, currency, capture, status, decline_code, captured }) {
      const sql = `INSERT OR IGNORE INTO charges (key, amount, currency, capture, status, decline_code, captured)
        VALUES (?, ?, ?, ?, ?, ?, ?)`;
      books.prepare(sql).run([key, amount, currency, capture, status, decline_code, captured]);
      return noteAuthorization(known(key));
    },
    move,
    authorizedUntil,
    lapse(key, now) {
      if ((authorizedUntil(key) ?? Number.POSITIVE_INFINITY) <= now) move(key, { from: 'authorized', to: 'voided' });
    },
    refund: (request) => refund(books, request),
    entries: () => entries(books),
    close: () => books.close(),
  };
}

function refund(books: Books, { key, charge, amount }: RefundRequest): RefundResult {
  return books.inTransaction(() => {
    const seen = books.prepare('SELECT 1 AS seen FROM refunds WHERE key = ?').all([key]);
    if (seen.length > 0) return { status: 'succeeded' };
    const sql = 'UPDATE charges SET refunded = refunded + ? WHERE key = ? AND captured - refunded >= ?';
    const { changes } = books.prepare(sql).run([amount, charge, amount]);
    if (changes === 0) return { status: 'failed', reason: 'more than was captured' };
    books.prepare('INSERT INTO refunds (key, charge, amount) VALUES (?, ?, ?)').run([key, charge, amount]);
    return { status: 'succeeded' };
  });
}

async function* entries(books: Books): AsyncIterable<LedgerEntry> {
  let after = '';
  for (;;) {
    const sql = `SELECT * FROM charges WHERE key > ? ORDER BY key LIMIT ${PAGE}`;
    const page = books.prepare(sql).all([after]) as SandboxCharge[];
    for (const { key, currency, status, captured, refunded } of page)
      yield { key, currency, status, captured, refunded };
    const last = page.at(-1);
    if (!last) return;
    after = last.key;
  }
}
