/** The form of a route: what it answers, and everything the reference says about it. Without a role it does not compile. */
import type { z } from 'zod';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../errors.ts';

export type RouteRole = 'public' | 'customer' | 'admin';
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

export interface HttpRequest {
  readonly context: Context;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The query as the route's schema types it; parsed values, not yet checked against their limits. */
  readonly query: never;
  header(name: string): string | undefined;
  /** The JSON body. Throws the refusals of reading one. */
  json(): Promise<Record<string, unknown>>;
  /** The body of an HTML form. */
  form(): Promise<URLSearchParams>;
  /** The body as it came, byte for byte. */
  raw(): Promise<Buffer>;
  readonly app: App;
  /** The route that answers. */
  readonly route: Route;
}

export interface Reply {
  readonly status: number;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const MEDIA = {
  json: 'application/json',
  problem: 'application/problem+json',
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** One way a route answers. */
export interface ReplySpec {
  readonly about: string;
  /** The JSON body; none for pages and empty replies. */
  readonly shape?: z.ZodType;
  /** Of a reply that is not JSON. */
  readonly type?: string;
  readonly headers?: readonly ('etag' | 'location' | 'link')[];
}

export interface Route {
  readonly method: Method;
  /** `/orders/:order_id` */
  readonly path: string;
  readonly role: RouteRole;
  /** A few words, then as much as it needs. */
  readonly summary: string;
  readonly about?: string;
  readonly tag: Tag;
  /** Parameters by their schema, others are refused; `any` for pages, which mail programs link to with more. */
  readonly query?: z.ZodObject | 'any';
  readonly body?: z.ZodObject;
  /** `required` answers 428 without it. */
  readonly ifMatch?: 'required' | 'accepted';
  /** Takes `Idempotency-Key`: the same key and body have one effect. */
  readonly once?: boolean;
  /** Answered as often as it is asked: probes. */
  readonly unlimited?: true;
  /** Few calls a minute: each takes money or stock. */
  readonly costly?: boolean;
  /** Whether it charges a card: an address that was declined too often has to wait. */
  readonly pays?: boolean;
  readonly replies: Readonly<Record<number, ReplySpec>>;
  /** What it refuses besides what its role, query, body and headers may. */
  readonly refuses?: readonly ErrorCode[];
  /** Whether browsers get what is not there as a page. */
  readonly notFoundPage?: true;
  handle(request: HttpRequest): Promise<Reply>;
}

export const TAGS = {
  Products: 'What is sold.',
  Cart: "The signed-in customer's cart.",
  Orders: "The signed-in customer's orders, from checkout to the door.",
  Staff: 'Every order, for staff: the same as with the `orders` command.',
  Pages: 'For people with a browser: tracking, this reference, problems.',
  Operations: 'Probes and metrics.',
} as const;
export type Tag = keyof typeof TAGS;

export const ok = (body: object, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
});
