/**
 * The sandbox gateway: a payment provider in a file. It keeps its own books, commits before it answers, and honours
 * keys, exactly as a real one does; its tokens choose the outcome.
 */
import { join } from 'node:path';
import type { Plugin } from '../../../config/plugin.ts';
import { sleep } from '../../../lib/backoff.ts';
import { DAY, toInstant } from '../../../lib/time.ts';
import { type ChargeRequest, type ChargeResult, type Gateway, GatewayTimeout } from '../../gateway.ts';
import { openSandboxLedger, type SandboxCharge } from './ledger.ts';

type Opening = Pick<SandboxCharge, 'status' | 'decline_code'>;

/** What a token makes happen. Any other token is declined as `invalid_token`. */
const OUTCOMES: Readonly<Record<string, 'taken' | 'requires_action' | { decline_code: string }>> = {
  tok_ok: 'taken',
  /** Taken, but the answer never arrives. */
  tok_lost_response: 'taken',
  /** Taken after three seconds. */
  tok_slow: 'taken',
  tok_requires_action: 'requires_action',
  tok_declined: { decline_code: 'card_declined' },
  tok_insufficient_funds: { decline_code: 'insufficient_funds' },
};
const SLOW_MS = 3000;

export interface SandboxGateway extends Gateway {
  /** What the customer does on the provider's page for a payment that requires action. */
  answerAction(key: string, approved: boolean): Promise<ChargeResult | undefined>;
  close(): void;
}

/** As long as card networks keep money set aside. */
const AUTHORIZATION_MS = 7 * DAY;

export const sandboxGateway: Plugin<SandboxGateway> = {
  code: 'sandbox',
  settings: {},
  sandbox: true,
  open: (_values, { dataDir, publicUrl, now }) => open(join(dataDir, 'sandbox'), publicUrl, now),
};

/** `folder` holds the books; `publicUrl` is where a customer is sent to approve a payment. */
function open(folder: string, publicUrl: string, now: () => number): SandboxGateway {
  const ledger = openSandboxLedger(folder, () => now() + AUTHORIZATION_MS);
  const resultOf = (charge: SandboxCharge): ChargeResult =>
    chargeResult(charge, { publicUrl, until: ledger.authorizedUntil(charge.key) });
  return {
    code: 'sandbox',
    methods: ['card'],

    async charge(request) {
      if (request.token === 'tok_slow') await sleep(SLOW_MS);
      const { key, amount, currency, capture } = request;
      const opening = openingOf(request);
      const captured = opening.status === 'captured' ? amount : 0;
      const charge = ledger.open({ key, amount, currency, capture: Number(capture), captured, ...opening });
      if (request.token === 'tok_lost_response') throw new GatewayTimeout('sandbox', 'charge');
      return resultOf(charge);
    },

    async find(key) {
      ledger.lapse(key, now());
      const charge = ledger.find(key);
      return charge && resultOf(charge);
    },

    async capture(key, amount) {
      ledger.lapse(key, now());
      const most = ledger.find(key)?.amount ?? 0;
      return resultOf(ledger.move(key, { from: 'authorized', to: 'captured', captured: Math.min(amount, most) }));
    },

    async cancel(key) {
      ledger.move(key, { from: 'authorized', to: 'voided' });
      return resultOf(ledger.move(key, { from: 'requires_action', to: 'voided' }));
    },

    refund: async (request) => ledger.refund(request),

    ledger: () => ledger.entries(),

    async answerAction(key, approved) {
      const charge = ledger.find(key);
      if (!charge) return undefined;
      const taken = charge.capture ? 'captured' : 'authorized';
      const [to, captured] = approved ? ([taken, charge.capture * charge.amount] as const) : (['declined', 0] as const);
      return resultOf(ledger.move(key, { from: 'requires_action', to, captured }));
    },

    close: () => ledger.close(),
  };
}

interface Beside {
  readonly publicUrl: string;
  /** When the authorization lapses, in milliseconds since the epoch. */
  readonly until: number | undefined;
}

function chargeResult({ status, decline_code, key }: SandboxCharge, { publicUrl, until }: Beside): ChargeResult {
  if (status === 'declined') return { status, declineCode: decline_code ?? 'card_declined' };
  if (status === 'voided') return { status };
  if (status === 'requires_action') {
    return { status, nextAction: { type: 'redirect', url: `${publicUrl}/sandbox/payments/${key}` } };
  }
  const description = 'Sandbox card …4242';
  return status === 'captured' || until === undefined
    ? { status, description }
    : { status, description, until: toInstant(until) };
}

function openingOf({ token, capture }: ChargeRequest): Opening {
  const outcome = OUTCOMES[token] ?? { decline_code: 'invalid_token' };
  if (outcome === 'taken') return { status: capture ? 'captured' : 'authorized', decline_code: null };
  if (outcome === 'requires_action') return { status: outcome, decline_code: null };
  return { status: 'declined', ...outcome };
}
