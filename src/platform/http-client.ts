/** The one HTTP client (axios): a deadline for the whole of every call, and never inside a transaction. */
import axios, { type AxiosError, type AxiosInstance } from 'axios';
import { SECOND } from '../lib/time.ts';
import { refuseInsideTransaction } from './transaction-scope.ts';

export type HttpClient = AxiosInstance;

interface HttpClientOptions {
  readonly baseUrl: string;
  /** For the whole call, from its first byte to the answer's last; silence within it is no other matter. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client for one peer. Replies of any status are returned; only a missing reply throws. */
export function createHttpClient({ baseUrl, timeoutMs = 10_000, headers = {} }: HttpClientOptions): HttpClient {
  const client = axios.create({ baseURL: baseUrl, headers, validateStatus: () => true });
  client.interceptors.request.use((request) => {
    refuseInsideTransaction(`${request.method ?? 'get'} ${request.url ?? ''}`);
    const signal = AbortSignal.timeout(timeoutMs);
    return { ...request, signal };
  });
  client.interceptors.response.use(undefined, (error: AxiosError) => {
    throw error.config?.signal?.aborted ? new Error(`no whole answer within ${timeoutMs / SECOND} s`) : error;
  });
  return client;
}
