/**
 * The sandbox gateway: a payment provider in a file. It keeps its own books in its own SQLite file, commits before it
 * answers, and honours keys, exactly as a real one does; its tokens choose the outcome.
 */
import { join } from 'node:path';
import { sleep } from '../../lib/backoff.ts';
import { openBooks } from '../../lib/sandbox-books.ts';
import {
  type ChargeRequest,
  type ChargeResult,
  type Gateway,
  GatewayTimeout,
  type LedgerEntry,
  type RefundResult,
} from '../gateway.ts';

/** What a token makes happen. Any other token is declined as `invalid_token`. */
export const SANDBOX_TOKENS = {
  tok_ok: 'approved',
  tok_declined: 'declined: card_declined',
  tok_insufficient_funds: 'declined: insufficient_funds',
  tok_requires_action: 'waits until the customer approves it',
  tok_lost_response: 'approved, but the answer never arrives',
  tok_slow: 'approved after three seconds',
} as const;

const SLOW_MS = 3000;

interface ChargeRow {
  key: string;
  amount: number;
  currency: string;
  capture: number;
  status: LedgerEntry['status'];
  decline_code: string | null;
  captured: number;
  refunded: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS charges (key TEXT PRIMARY KEY, amount INTEGER, currency TEXT, capture INTEGER, status TEXT,
    decline_code TEXT, captured INTEGER DEFAULT 0, refunded INTEGER DEFAULT 0 CHECK (refunded <= captured));
  CREATE TABLE IF NOT EXISTS refunds (key TEXT PRIMARY KEY, charge TEXT, amount INTEGER);
`;

export interface SandboxGateway extends Gateway {
  /** What the customer does on the provider's page for a payment that requires action. */
  answerAction(key: string, approved: boolean): Promise<ChargeResult | undefined>;
  close(): void;
}

export interface SandboxGatewayOptions {
  /** Folder that holds the books. */
  readonly folder: string;
  /** Where a customer is sent to approve a payment. */
  readonly publicUrl: string;
}

export function createSandboxGateway({ folder, publicUrl }: SandboxGatewayOptions): SandboxGateway {
  const books = openBooks(join(folder, 'gateway.sqlite'), SCHEMA);
  const read = (key: string): ChargeRow | undefined => {
    return books.prepare('SELECT * FROM charges WHERE key = ?').all([key])[0] as ChargeRow | undefined;
  };
  const resultOf = (row: ChargeRow): ChargeResult => {
    if (row.status === 'declined') return { status: 'declined', declineCode: row.decline_code ?? 'card_declined' };
    if (row.status === 'voided') return { status: 'voided' };
    if (row.status === 'requires_action') {
      return {
        status: 'requires_action',
        nextAction: { type: 'redirect', url: `${publicUrl}/sandbox/payments/${row.key}` },
      };
    }
    return { status: row.status, description: 'Sandbox card …4242' };
  };
  const settle = (key: string, from: string, status: string, captured = 0): void => {
    const sql = 'UPDATE charges SET status = ?, captured = ? WHERE key = ? AND status = ?';
    books.prepare(sql).run([status, captured, key, from]);
  };
  const known = (key: string): ChargeRow => {
    const row = read(key);
    if (!row) throw new Error(`the sandbox gateway has no charge ${key}`);
    return row;
  };

  return {
    code: 'sandbox',
    methods: ['card'],

    async charge(request: ChargeRequest): Promise<ChargeResult> {
      if (request.token === 'tok_slow') await sleep(SLOW_MS);
      const opening = outcomeOf(request);
      const sql = `INSERT OR IGNORE INTO charges (key, amount, currency, capture, status, decline_code, captured)
        VALUES (?, ?, ?, ?, ?, ?, ?)`;
      const captured = opening.status === 'captured' ? request.amount : 0;
      const { key, amount, currency } = request;
      books
        .prepare(sql)
        .run([key, amount, currency, Number(request.capture), opening.status, opening.declineCode, captured]);
      if (request.token === 'tok_lost_response') throw new GatewayTimeout('sandbox', 'charge');
      return resultOf(known(key));
    },

    async find(key) {
      const row = read(key);
      return row && resultOf(row);
    },

    async capture(key, amount) {
      settle(key, 'authorized', 'captured', Math.min(amount, known(key).amount));
      return resultOf(known(key));
    },

    async cancel(key) {
      settle(key, 'authorized', 'voided');
      settle(key, 'requires_action', 'voided');
      return resultOf(known(key));
    },

    async refund({ key, charge, amount }): Promise<RefundResult> {
      return books.inTransaction(() => {
        if (books.prepare('SELECT 1 AS seen FROM refunds WHERE key = ?').all([key]).length > 0)
          return { status: 'succeeded' };
        const sql = 'UPDATE charges SET refunded = refunded + ? WHERE key = ? AND captured - refunded >= ?';
        if (books.prepare(sql).run([amount, charge, amount]).changes === 0) {
          return { status: 'failed', reason: 'more than was captured' };
        }
        books.prepare('INSERT INTO refunds (key, charge, amount) VALUES (?, ?, ?)').run([key, charge, amount]);
        return { status: 'succeeded' };
      });
    },

    async *ledger(): AsyncIterable<LedgerEntry> {
      let after = '';
      for (;;) {
        const page = books
          .prepare('SELECT * FROM charges WHERE key > ? ORDER BY key LIMIT 500')
          .all([after]) as ChargeRow[];
        for (const { key, currency, status, captured, refunded } of page)
          yield { key, currency, status, captured, refunded };
        const last = page.at(-1);
        if (!last) return;
        after = last.key;
      }
    },

    async answerAction(key, approved) {
      const row = read(key);
      if (!row) return undefined;
      if (approved)
        settle(key, 'requires_action', row.capture ? 'captured' : 'authorized', row.capture ? row.amount : 0);
      else settle(key, 'requires_action', 'declined');
      return resultOf(known(key));
    },

    close: () => books.close(),
  };
}

function outcomeOf({ token, capture }: ChargeRequest): { status: LedgerEntry['status']; declineCode: string | null } {
  if (token === 'tok_ok' || token === 'tok_lost_response' || token === 'tok_slow') {
    return { status: capture ? 'captured' : 'authorized', declineCode: null };
  }
  if (token === 'tok_requires_action') return { status: 'requires_action', declineCode: null };
  const declineCode = { tok_declined: 'card_declined', tok_insufficient_funds: 'insufficient_funds' }[token as string];
  return { status: 'declined', declineCode: declineCode ?? 'invalid_token' };
}
