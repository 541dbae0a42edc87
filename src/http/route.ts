/** The form of a route. A route without a role does not compile. */
import type { Context } from '../context.ts';
import type { Gateways } from '../payments/gateway.ts';

export type RouteRole = 'public' | 'customer' | 'admin';
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface HttpRequest {
  readonly context: Context;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  /** The JSON body. Throws the refusals of reading one. */
  json(): Promise<Record<string, unknown>>;
  /** The body of an HTML form. */
  form(): Promise<URLSearchParams>;
  readonly gateways: Gateways;
}

export interface Reply {
  readonly status: number;
  /** An object is sent as JSON, a text as HTML. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: Method;
  /** `/orders/:order_id` */
  readonly path: string;
  readonly role: RouteRole;
  handle(request: HttpRequest): Promise<Reply>;
}

export const ok = (body: object, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
});
