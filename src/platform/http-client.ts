/** The one HTTP client (axios): a time-out on every call, JSON both ways, and never inside a transaction. */
import axios, { type AxiosInstance } from 'axios';
import { refuseInsideTransaction } from './transaction-scope.ts';

export type HttpClient = AxiosInstance;

interface HttpClientOptions {
  readonly baseUrl: string;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client for one peer. Replies of any status are returned; only a missing reply throws. */
export function createHttpClient({ baseUrl, timeoutMs = 10_000, headers = {} }: HttpClientOptions): HttpClient {
  const client = axios.create({ baseURL: baseUrl, timeout: timeoutMs, headers, validateStatus: () => true });
  client.interceptors.request.use((request) => {
    refuseInsideTransaction(`${request.method ?? 'get'} ${request.url ?? ''}`);
    return request;
  });
  return client;
}
