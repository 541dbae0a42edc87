/**
 * The port to payment providers. Every call that moves money carries our own key (the id of the payment or refund), so
 * repeating a call is always safe, and every outcome can be asked for later by that key.
 */
import type { Instant } from '../lib/time.ts';

/** What became of a charge. `requires_action` waits for the customer (3-D Secure and the like). */
export type ChargeResult =
  | ChargeTaken
  | { readonly status: 'declined'; readonly declineCode: string }
  | { readonly status: 'requires_action'; readonly nextAction: NextAction }
  | { readonly status: 'voided' };

/** Money that is ours to take (`authorized`) or taken; `description` names the card for people. */
export type ChargeTaken =
  | {
      readonly status: 'authorized';
      readonly description: string;
      /** The money can be taken until then, where the gateway says so. */
      readonly until?: Instant;
    }
  | { readonly status: 'captured'; readonly description: string };

export interface NextAction {
  readonly type: 'redirect';
  readonly url: string;
}

export interface ChargeRequest {
  /** Our payment id: the gateway's idempotency key. */
  readonly key: string;
  readonly amount: number;
  readonly currency: string;
  /** What the payment form returned; never a card number. */
  readonly token: string;
  readonly capture: boolean;
  /** Shown on the customer's statement. */
  readonly reference: string;
}

export interface RefundRequest {
  /** Our key: the refund's id. The same key gives money back once. */
  readonly key: string;
  /** The key of the charge that took the money. */
  readonly charge: string;
  readonly amount: number;
}

export type RefundResult = { readonly status: 'succeeded' } | { readonly status: 'failed'; readonly reason: string };

/** One line of a gateway's own books, for the audit. */
export interface LedgerEntry {
  readonly key: string;
  readonly currency: string;
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined' | 'requires_action';
  readonly captured: number;
  readonly refunded: number;
}

/** A gateway call that got no answer, or one that says nothing about the money: the outcome has to be asked for. */
export class GatewayTimeout extends Error {
  constructor(gateway: string, call: string) {
    super(`${gateway} did not answer ${call}`);
    this.name = 'GatewayTimeout';
  }
}

/** One payment provider. All calls may throw GatewayTimeout. */
export interface Gateway {
  readonly code: string;
  /** Payment methods it takes, as customers name them (`card`). */
  readonly methods: readonly string[];
  charge(request: ChargeRequest): Promise<ChargeResult>;
  /** What became of the charge with this key; undefined when the gateway never heard of it. */
  find(key: string): Promise<ChargeResult | undefined>;
  /** Takes `amount` of the authorized money and lets the rest go. Capturing what is captured is a success. */
  capture(key: string, amount: number): Promise<ChargeResult>;
  /** Lets authorized money go, or stops a charge that waits for the customer. */
  cancel(key: string): Promise<ChargeResult>;
  /** Gives captured money back; `key` is our refund id. */
  refund(request: RefundRequest): Promise<RefundResult>;
  /** The gateway's own books, where it opens them to us. */
  ledger?(): AsyncIterable<LedgerEntry>;
}

export interface Gateways {
  /** The gateway that new payments of a method go to. Throws Refusal `invalid_input` when no gateway takes it. */
  forMethod(method: string): Gateway;
  /** The gateway of an earlier payment, whether it takes new ones or not. */
  byCode(code: string): Gateway;
  /** Those that take new payments. */
  readonly all: readonly Gateway[];
}
