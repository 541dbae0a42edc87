/** The HTTP server: node:http, limits against slow clients, and a drain that answers what has begun. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app.ts';
import { Refusal } from '../errors.ts';
import { createAuthenticator } from './auth.ts';
import type { Reply } from './route.ts';
import { createHandler } from './router.ts';
import { ROUTES } from './routes/index.ts';

export interface HttpServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no new connections, answers what has begun (for at most `graceMs`), and ends. */
  close(graceMs?: number): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const GRACE_MS = 20_000;

/** Listens where the configuration says; port 0 takes a free one. */
export async function startServer(app: App): Promise<HttpServer> {
  const handler = createHandler(app, ROUTES, createAuthenticator(app.config.jwtSecret));
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => {
      void serve(request, response);
    },
  );

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const begun = performance.now();
    const reply = await handler(request, requestId);
    write(request, response, reply, requestId, server.listening);
    const { method, url } = request;
    const ms = Math.round(performance.now() - begun);
    app.log.debug({ request_id: requestId, method, url, status: reply.status, ms }, 'request');
  }

  await listen(server, app.config.httpPort, app.config.httpHost);
  const { port } = server.address() as AddressInfo;
  const host = app.config.httpHost.includes(':') ? `[${app.config.httpHost}]` : app.config.httpHost;
  return { url: `http://${host}:${port}`, close: (graceMs = GRACE_MS) => drain(server, graceMs) };
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  requestId: string,
  open: boolean,
): void {
  const { status, body, headers = {} } = reply;
  const isText = typeof body === 'string';
  const payload = body === undefined ? '' : isText ? body : JSON.stringify(body);
  // A body that was not read to its end would be taken for the next request.
  const close = !open || !request.complete;
  response.writeHead(status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(payload),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(isText
      ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'" }
      : {}),
    ...headers,
    ...(close ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? '' : payload);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    );
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

const portTaken = (port: number): Refusal =>
  new Refusal(
    'port_in_use',
    `Something listens on port ${port} already; stop it, or set ORDERS_HTTP_PORT to another port.`,
  );

function drain(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
