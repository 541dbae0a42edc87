/** The HTTP server: node:http, limits against slow clients, and a drain that answers what has begun. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App } from '../app.ts';
import { Refusal } from '../errors.ts';
import { sleep } from '../lib/backoff.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import { createRateLimits } from './limits.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { problemDocument } from './problem.ts';
import { MEDIA, type Reply, type Route } from './route.ts';
import { createHandler, type Guards } from './router.ts';
import { allRoutes } from './routes/index.ts';

export interface HttpServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Where probes and metrics are, when they have a port of their own. */
  readonly opsUrl: string | undefined;
  /**
   * Says "not ready", waits as configured, takes no new connections, answers what has begun (for at most `graceMs`), and
   * ends.
   */
  close(graceMs?: number): Promise<void>;
}

/** Several people share an address: a family, an office. */
const ADDRESS_DECLINES = 3;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const CHECK_CONNECTIONS_MS = 2_000;
const GRACE_MS = 20_000;

/** Listens where the configuration says; port 0 takes a free one. */
export async function startServer(app: App): Promise<HttpServer> {
  let draining = false;
  const metrics = createMetrics();
  const { api, operations } = allRoutes({ metrics, draining: () => draining });
  const { config } = app;
  const guards: Guards = {
    auth: createAuthenticator({
      secret: config.jwtSecret,
      jwksUrl: config.jwksUrl,
      issuer: config.jwtIssuer,
      audience: config.jwtAudience,
      now: app.now,
    }),
    limits: createRateLimits(
      {
        caller: config.callsPerMinute,
        costly: config.checkoutsPerMinute,
        address: config.addressCallsPerMinute,
      },
      ADDRESS_DECLINES * config.declinesPerHour,
    ),
  };
  const apart = config.opsPort !== undefined;
  const main = createListener(app, apart ? api : [...api, ...operations], { guards, metrics });
  const ops = apart ? createListener(app, operations, { guards, metrics }) : undefined;
  const url = await listen(main, config.httpPort, config.httpHost);
  const opsUrl = ops && (await listen(ops, config.opsPort ?? 0, config.httpHost));
  return {
    url,
    opsUrl,
    async close(graceMs = GRACE_MS) {
      draining = true;
      await sleep(config.drainDelayMs);
      await drain(main, graceMs);
      if (ops) await drain(ops, 0);
      metrics.close();
    },
  };
}

function createListener(
  app: App,
  routes: readonly Route[],
  { guards, metrics }: { readonly guards: Guards; readonly metrics: Metrics },
): Server {
  const handler = createHandler(app, routes, guards);
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    },
    (request, response) => void serve(request, response),
  );
  server.on('clientError', (error, socket) => refuseUnread(error, socket, app.config.publicUrl));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const begun = performance.now();
    const { reply, route } = await handler(request, requestId);
    writeReply(response, reply, { request, requestId, open: server.listening });
    const ms = performance.now() - begun;
    metrics.answered({ method: request.method ?? '', route, status: reply.status }, ms / 1000);
    const { method, url } = request;
    app.log.debug({ request_id: requestId, method, url, status: reply.status, ms: Math.round(ms) }, 'request');
  }
  return server;
}

/** On every reply: never cached, never sniffed for another type, never framed. */
const BASE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

interface Answered {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Whether the connection may be used again. */
  readonly open: boolean;
}

function writeReply(response: ServerResponse, { status, body, headers }: Reply, answered: Answered): void {
  const { request, requestId, open } = answered;
  const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': typeof body === 'string' ? MEDIA.html : MEDIA.json };
  // A body that was not read to its end would be taken for the next request.
  const close = !open || !request.complete;
  response.writeHead(status, {
    ...BASE_HEADERS,
    ...type,
    ...(status === 304 ? {} : { 'content-length': Buffer.byteLength(payload) }),
    'x-request-id': requestId,
    ...headers,
    ...(close ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? '' : payload);
}

/** A request that node could not read never reaches a route; its caller gets a problem document all the same. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex, publicUrl: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const requestId = randomUUID();
  const refusal = unread(error.code);
  const { status } = refusal.row;
  const body = JSON.stringify(problemDocument(refusal, requestId, publicUrl));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${MEDIA.problem}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function unread(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return new Refusal('headers_too_large', 'Headers may have 16 kB together.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Refusal('request_timeout', 'The request did not arrive in time; send it again, faster.');
  }
  return new Refusal('malformed_request', 'This is not HTTP/1.1 as we read it.');
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFault(error, host, port) ?? error));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`);
    });
  });
}

function listenFault({ code }: NodeJS.ErrnoException, host: string, port: number): Refusal | undefined {
  if (code === 'EADDRINUSE') return portTaken(port);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new Refusal(
      'config_invalid',
      `ORDERS_HTTP_HOST: this machine has no address ${host}; 0.0.0.0 is every one of it.`,
    );
  }
  if (code !== 'EACCES') return undefined;
  return new Refusal(
    'config_invalid',
    `ORDERS_HTTP_PORT: you may not listen on port ${port}; those above 1023 are free to all.`,
  );
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
