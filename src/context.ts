/** What a use case may touch. Nothing else reaches it: no environment, no clock of its own, no sockets. */
import type { Tx } from './database/database.ts';
import type { Sql } from './database/sql.ts';
import type { Id, IdPrefix } from './lib/ids.ts';
import type { Instant } from './lib/time.ts';
import type { Gateways } from './payments/gateway.ts';
import type { Logger } from './platform/log.ts';
import type { Mailer } from './platform/mailer.ts';
import type { TokenSigner } from './platform/signed-token.ts';
import type { Carriers } from './shipping/carrier.ts';
import type { TransactionName } from './transactions.ts';

/**
 * Who does it. Staff have an account (over HTTP) or a login name (on the command line); the worker is `system`; whoever
 * calls a public route without a token is `anonymous`.
 */
export type Actor =
  | { readonly kind: 'customer'; readonly name: string; readonly id: Id<'usr'> }
  | { readonly kind: 'staff'; readonly name: string; readonly id?: Id<'usr'> }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'anonymous'; readonly name: string };

export type ActorKind = Actor['kind'];

/** How an actor is written into timelines and movements: `staff:anna`. */
export const actorLabel = (actor: Actor): string => `${actor.kind}:${actor.name}`;

/** The account behind an actor, where there is one. */
export const accountOf = (actor: Actor): Id<'usr'> | undefined => ('id' in actor ? actor.id : undefined);

/** The choices of configuration that rules depend on. */
export interface Settings {
  /** Take the money at checkout, or only authorize it and take it when the order ships. */
  readonly capture: 'checkout' | 'fulfill';
  /** Shipping in minor units of any currency, used while the rate table is empty. */
  readonly flatShippingMinor: number;
  /** A charge is asked for within this time of the order being written, and the answer awaited as long again. */
  readonly paymentTimeoutMs: number;
  /** Pending orders older than this give their stock back. */
  readonly pendingExpiryMs: number;
  /** How often a parcel on its way is asked about. */
  readonly trackingPollMs: number;
  /** Calls a day by carrier; a carrier without a line has no limit. */
  readonly carrierBudgets: ReadonlyMap<string, number>;
  /** An order that has not shipped after this long is late. */
  readonly lateAfterMs: number;
  /** Where staff are told of what somebody has to act on; nobody is while it is empty. */
  readonly staffMails: readonly string[];
  /** A product with so many left to sell, or fewer, is running out; 0 is off. */
  readonly lowStockUnits: number;
  /** The shipping mail leaves this long after the shipment, so that a slip can be taken back. */
  readonly shippedMailDelayMs: number;
  /** Refunds above this, in minor units of any currency, need the name of a second person; 0 is no limit. */
  readonly refundLimitMinor: number;
  /** When a new order is held for somebody to look at; a limit of 0 is off. */
  readonly holdOrders: {
    /** Totals from here on, in minor units of any currency. */
    readonly totalMinor: number;
    /** More orders than this of one customer in a day. */
    readonly ordersPerDay: number;
    /** Whether goods and bill must go to one country. */
    readonly sameCountry: boolean;
  };
  /** Who is told of every event of an order. */
  readonly webhookUrls: readonly string[];
  /** What their messages are signed with. */
  readonly webhookSecret: string | undefined;
  /** Finished work is kept this long. */
  readonly retentionMs: number;
  /** The language of customers of whom none is known: a code of src/languages. */
  readonly locale: string;
  readonly publicUrl: string;
  /** Signs the links to tracking pages in mails. */
  readonly trackLinks: TokenSigner;
  /** How long such a link is good. */
  readonly trackLinkMs: number;
}

export interface Context {
  readonly actor: Actor;
  /** Names the request or job in logs and replies. */
  readonly requestId: string;
  readonly settings: Settings;
  readonly log: Logger;
  /** For reads, and for single statements that need no transaction. Inside a transaction, the transaction itself. */
  readonly db: Sql;
  /** One transaction; see Database.atomic. */
  atomic<T>(name: TransactionName, work: (cx: WriteContext) => Promise<T>): Promise<T>;
  now(): Instant;
  newId<P extends IdPrefix>(prefix: P): Id<P>;
  readonly gateways: Gateways;
  readonly carriers: Carriers;
  readonly mailer: Mailer;
}

/** A context inside a transaction: whatever reads or writes through it is part of that transaction. */
export interface WriteContext extends Context {
  readonly db: Tx;
}
