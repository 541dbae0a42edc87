/**
 * The catalogue of everything that can be refused: one row a code. HTTP takes `status`, the terminal takes `exit`,
 * clients may try the same call again only where `retry` says so. The codes are a public contract: never reuse one.
 */

/** Exit codes of the `orders` command. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  conflict: 5,
  partial: 6,
  unavailable: 7,
  interrupted: 130,
} as const;

interface CatalogueRow {
  readonly status: number;
  readonly exit: number;
  readonly retry: boolean;
  readonly title: string;
}

const row = (status: number, exit: number, title: string): CatalogueRow => ({ status, exit, retry: false, title });

/** A row for what passes by itself. */
const passing = (status: number, exit: number, title: string): CatalogueRow => ({ status, exit, retry: true, title });

export const CATALOGUE = {
  // the request itself
  malformed_json: row(400, EXIT.usage, 'The body is not JSON'),
  malformed_request: row(400, EXIT.usage, 'The request is malformed'),
  invalid_input: row(422, EXIT.usage, 'Some fields are not right'),
  card_number_refused: row(422, EXIT.usage, 'Card numbers are not accepted here'),
  body_too_large: row(413, EXIT.usage, 'The body is too large'),
  unsupported_media_type: row(415, EXIT.usage, 'The body has to be JSON'),
  route_not_found: row(404, EXIT.notFound, 'There is no such address'),
  method_not_allowed: row(405, EXIT.usage, 'That method is not allowed here'),
  not_acceptable: row(406, EXIT.usage, 'That format is not available'),
  uri_too_long: row(414, EXIT.usage, 'The address is too long'),
  headers_too_large: row(431, EXIT.usage, 'The headers are too large'),
  request_timeout: passing(408, EXIT.usage, 'The request took too long to arrive'),
  too_many_requests: passing(429, EXIT.unavailable, 'Too many requests'),
  // who asks
  not_signed_in: row(401, EXIT.notAllowed, 'A valid token is needed'),
  not_allowed: row(403, EXIT.notAllowed, 'You may not do this'),
  // things that are not there
  order_not_found: row(404, EXIT.notFound, 'There is no such order'),
  product_not_found: row(404, EXIT.notFound, 'There is no such product'),
  customer_not_found: row(404, EXIT.notFound, 'There is no such person'),
  nothing_shipped: row(404, EXIT.notFound, 'Nothing has been shipped yet'),
  not_in_cart: row(404, EXIT.notFound, 'That product is not in the cart'),
  not_found: row(404, EXIT.notFound, 'There is no such thing'),
  page_not_found: row(404, EXIT.notFound, 'There is no such page'),
  // checkout
  cart_empty: row(409, EXIT.conflict, 'The cart is empty'),
  checkout_in_progress: row(409, EXIT.conflict, 'This cart is being checked out already'),
  currency_mixed: row(409, EXIT.conflict, 'One order has one currency'),
  price_changed: row(409, EXIT.conflict, 'A price has changed'),
  too_many_unpaid: row(409, EXIT.conflict, 'Other orders are still to be paid'),
  out_of_stock: row(409, EXIT.conflict, 'Not enough in stock'),
  no_shipping_method: row(422, EXIT.usage, 'We do not ship there this way'),
  payment_declined: row(402, EXIT.conflict, 'The payment was declined'),
  payment_not_made: row(402, EXIT.conflict, 'Nothing was paid'),
  key_reused: row(422, EXIT.usage, 'The idempotency key belongs to another request'),
  key_in_use: passing(409, EXIT.conflict, 'The first request with this key is still running'),
  // the life of an order
  transition_forbidden: row(409, EXIT.conflict, 'The order is past the point where this is possible'),
  order_refunded: row(409, EXIT.conflict, 'The goods have been paid back'),
  order_held: row(409, EXIT.conflict, 'The order is on hold'),
  not_held: row(409, EXIT.conflict, 'The order is not on hold'),
  quantity_unavailable: row(409, EXIT.conflict, 'More than the order has left'),
  already_shipped_with: row(409, EXIT.conflict, 'This tracking number is on the order already'),
  nothing_to_pick: row(409, EXIT.conflict, 'Nothing is ready to pick'),
  second_person_needed: row(403, EXIT.notAllowed, 'A second person has to agree'),
  refund_too_large: row(409, EXIT.conflict, 'More than can be refunded'),
  carrier_ambiguous: row(422, EXIT.usage, 'Several carriers have such numbers'),
  tracking_number_used: row(409, EXIT.conflict, 'This tracking number is on another order'),
  tracking_number_wrong: row(422, EXIT.usage, 'The tracking number is not right'),
  stale_version: row(412, EXIT.conflict, 'Someone else changed the order meanwhile'),
  version_required: row(428, EXIT.usage, 'Say which version you are changing'),
  duplicate_person: row(409, EXIT.conflict, 'There is a person with this address already'),
  // files and configuration
  file_unreadable: row(422, EXIT.usage, 'The file cannot be used'),
  config_invalid: row(500, EXIT.usage, 'The configuration is not right'),
  port_in_use: row(500, EXIT.unavailable, 'The port is taken'),
  usage: row(400, EXIT.usage, 'The command is not used like that'),
  confirmation_needed: row(400, EXIT.usage, 'This needs a yes'),
  // the outside world
  gateway_unavailable: passing(503, EXIT.unavailable, 'The payment provider does not answer'),
  storage_full: passing(503, EXIT.unavailable, 'Nothing can be stored at the moment'),
  database_refused: passing(503, EXIT.unavailable, 'The database cannot be used as it is'),
  database_unavailable: passing(503, EXIT.unavailable, 'The database does not answer'),
  migrations_pending: passing(503, EXIT.unavailable, 'The database has not been migrated'),
  issuer_unavailable: passing(503, EXIT.unavailable, 'Tokens cannot be checked at the moment'),
  draining: passing(503, EXIT.unavailable, 'This process is about to stop'),
  bug: row(500, EXIT.bug, 'Something is wrong on our side'),
} as const satisfies Record<string, CatalogueRow>;

export type ErrorCode = keyof typeof CATALOGUE;

/** One field at fault: `pointer` is a JSON pointer into the request (`/shipping_address/country`). */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

export interface RefusalExtras {
  readonly errors?: readonly FieldFault[];
  /** Machine-readable facts that go beside `code` in the problem document (old and new prices, available stock …). */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A refusal as it is stored and sent again: everything but the stack. */
export interface RefusalRecord extends RefusalExtras {
  readonly code: ErrorCode;
  readonly detail: string;
}

/**
 * Something was refused, on purpose, for a reason the reader can act on. `detail` is a sentence for a person and says
 * what to do next. Everything else that is thrown is a bug or an outage.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly extras: RefusalExtras;

  constructor(code: ErrorCode, detail: string, extras: RefusalExtras = {}) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.extras = extras;
  }

  get row(): CatalogueRow {
    return CATALOGUE[this.code];
  }

  toRecord(): RefusalRecord {
    return { code: this.code, detail: this.message, ...this.extras };
  }

  static fromRecord({ code, detail, ...extras }: RefusalRecord): Refusal {
    return new Refusal(code, detail, extras);
  }
}

export function isRefusal(error: unknown, code?: ErrorCode): error is Refusal {
  return error instanceof Refusal && (code === undefined || error.code === code);
}
