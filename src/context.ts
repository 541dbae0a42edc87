/** What a use case may touch. Nothing else reaches it: no environment, no clock of its own, no sockets. */
import type { Settings } from './config/load.ts';
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

/** Letters of a name that a label has room for, in every column that holds one. */
const MOST_LETTERS = 120;

/**
 * How an actor is written into timelines and movements: `staff:anna`. Customers go by their id: their name and address are
 * theirs, and a timeline is for ever.
 */
export const actorLabel = (actor: Actor): string =>
  actor.kind === 'customer'
    ? `customer:${actor.id}`
    : `${actor.kind}:${[...actor.name].slice(0, MOST_LETTERS).join('')}`;

/** The account behind an actor, where there is one. */
export const accountOf = (actor: Actor): Id<'usr'> | undefined => ('id' in actor ? actor.id : undefined);

export interface Context {
  readonly actor: Actor;
  /** Names the request or job in logs and replies. */
  readonly requestId: string;
  readonly settings: Settings;
  /** Signs the links to tracking pages in mails. */
  readonly trackLinks: TokenSigner;
  /** Seals timelines with a key that the database does not hold. */
  readonly seal: (text: string) => string;
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
