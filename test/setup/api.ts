/** A customer or clerk on the far side of HTTP. */
import { expectDocumented } from './documented.ts';
import { ADDRESS } from './world.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: replies are looked into freely
  readonly body: any;
  readonly headers: Headers;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** Calls `url` with a token. Rejects when there is no answer. */
export function caller(url: string, token?: string): Call {
  return async (method, path, body, headers = {}) =>
    ask(url, method, path, {
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
}

/** One call; its reply has to be as the API's description says. */
export async function ask(url: string, method: string, path: string, request: RequestInit): Promise<Answer> {
  const answer = await readAnswer(await fetch(url + path, { ...request, method, redirect: 'manual' }));
  const { status, text, headers } = answer;
  expectDocumented({ method, path, status, text, type: headers.get('content-type') ?? '' });
  return answer;
}

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const json = /json/.test(headers.get('content-type') ?? '');
  return { status, text, headers, body: json && text ? JSON.parse(text) : undefined };
}

export const checkoutBody = (token = 'tok_ok', more: object = {}) => ({
  shipping_address: ADDRESS,
  payment_method: 'card',
  payment_details: { token },
  ...more,
});
