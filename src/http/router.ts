/** From a request to a reply: find the route, see who asks and how often, let it answer, turn errors into problems. */
import type { IncomingMessage } from 'node:http';
import findMyWay from 'find-my-way';
import type { App } from '../app.ts';
import { tooManyDeclines } from '../checkout/declines.ts';
import { type Actor, accountOf } from '../context.ts';
import { Refusal } from '../errors.ts';
import { SECOND } from '../lib/time.ts';
import { requireAcceptable } from './accept.ts';
import type { Authenticator } from './auth/authenticate.ts';
import { readForm, readJson, readRaw } from './body.ts';
import type { LimitKind, RateLimits } from './limits.ts';
import { problemReply } from './problem.ts';
import { readQuery } from './query.ts';
import { MEDIA, METHODS, type Method, type Reply, type Route } from './route.ts';

export interface Handled {
  readonly reply: Reply;
  /** The pattern of the route, for metrics; `none` when there is none. */
  readonly route: string;
}

export type Handler = (request: IncomingMessage, requestId: string) => Promise<Handled>;

export interface Guards {
  readonly auth: Authenticator;
  readonly limits: RateLimits;
}

const ANONYMOUS: Actor = { kind: 'anonymous', name: 'anonymous' };
const MAX_URL = 4096;

/** Builds the handler of some routes. Throws when a route is there twice. */
export function createHandler(app: App, routes: readonly Route[], guards: Guards): Handler {
  const find = createFinder(routes);

  async function answer(request: IncomingMessage, requestId: string, heard: Heard): Promise<Reply> {
    requireOneHost(request);
    const url = parseUrl(request.url ?? '/');
    const { route, params } = find(request.method ?? 'GET', url.pathname);
    heard.route = route.path;
    requireAcceptable(request.headers.accept, typeOf(route));
    const actor = await admit(request, route, { app, guards, heard });
    const query = route.query === 'any' ? {} : readQuery(url.searchParams, route.query);
    return route.handle({
      context: app.context(actor, requestId),
      params,
      query: query as never,
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      json: () => readJson(request),
      form: () => readForm(request),
      raw: () => readRaw(request),
      app,
      route,
    });
  }

  return async (request, requestId) => {
    const heard: Heard = { route: 'none', headers: {} };
    let reply: Reply;
    try {
      reply = await answer(request, requestId, heard);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'payment_declined')
        await guards.limits.countDecline(addressOf(request, app.config.trustProxy));
      noteSuspicious(error, { request, requestId, route: heard.route, app });
      reply = problemReply(error, { requestId, log: app.log, publicUrl: app.config.publicUrl });
    }
    return { reply: { ...reply, headers: { ...heard.headers, ...reply.headers } }, route: heard.route };
  };
}

interface Door {
  readonly app: App;
  readonly guards: Guards;
  readonly heard: Heard;
}

/** Who asks, if they may ask this and not too often. */
async function admit(request: IncomingMessage, route: Route, { app, guards, heard }: Door): Promise<Actor> {
  const take = async (kind: LimitKind, who: string) => {
    const { headers, refusal } = await guards.limits.take(kind, who);
    Object.assign(heard.headers, headers);
    if (refusal) throw refusal;
  };
  const address = addressOf(request, app.config.trustProxy);
  if (route.role === 'public') {
    if (!route.unlimited) await take('address', address);
    return ANONYMOUS;
  }
  const { authorization } = request.headers;
  const { role } = route;
  const actor = await guards.auth
    .authenticate(app.database, { authorization, role, reads: route.method === 'GET' })
    .catch(async (error) => {
      // Whoever guesses tokens does not get far.
      await take('address', address);
      throw error;
    });
  await take(route.costly ? 'costly' : 'caller', accountOf(actor) ?? actor.name);
  if (route.pays) await guards.limits.requireFewDeclines(address, tooManyDeclines);
  return actor;
}

interface Suspect {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly route: string;
  readonly app: App;
}

/** What somebody who tries doors is answered with. */
const SUSPICIOUS: ReadonlySet<string> = new Set([
  'not_signed_in',
  'not_allowed',
  'too_many_requests',
  'card_number_refused',
]);
const noted = new Map<string, number>();
const NOTE_EVERY_MS = 10 * SECOND;

/** A line of the log about a refusal that somebody should see, one for each address and reason in ten seconds. */
function noteSuspicious(error: unknown, { request, requestId, route, app }: Suspect): void {
  if (!(error instanceof Refusal) || !SUSPICIOUS.has(error.code)) return;
  const address = addressOf(request, app.config.trustProxy);
  const last = noted.get(`${address} ${error.code}`) ?? Number.NEGATIVE_INFINITY;
  if (performance.now() - last < NOTE_EVERY_MS) return;
  if (noted.size > 10_000) noted.clear();
  noted.set(`${address} ${error.code}`, performance.now());
  const facts = { event: 'refused', code: error.code, address, method: request.method, route, request_id: requestId };
  app.log.warn(facts, 'somebody was refused');
}

/** What has become known of a request while it was looked at. */
interface Heard {
  route: string;
  readonly headers: Record<string, string>;
}

/** The media type a route answers with when all is well. */
const typeOf = ({ replies }: Route): string => Object.values(replies).find(({ type }) => type)?.type ?? MEDIA.json;

function createFinder(routes: readonly Route[]) {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 500 });
  for (const route of routes) router.on(route.method, route.path, () => {}, route);
  return (method: string, path: string): { route: Route; params: Record<string, string> } => {
    // HEAD is GET without the body, which the server leaves out.
    const found = router.find((method === 'HEAD' ? 'GET' : method) as Method, path);
    if (found) return { route: found.store as Route, params: found.params as Record<string, string> };
    const allowed = METHODS.filter((other) => router.find(other, path));
    if (allowed.length === 0) throw new Refusal('route_not_found', `There is nothing at ${method} ${path}.`);
    throw new Refusal('method_not_allowed', `${path} takes ${allowed.join(', ')}, not ${method}.`, {
      facts: { allow: allowed },
    });
  };
}

/** Two of them are an attempt to be one host to a proxy and another to us (RFC 9112, 3.2). */
function requireOneHost({ rawHeaders }: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) throw new Refusal('malformed_request', 'A request has one Host header.');
}

function parseUrl(target: string): URL {
  // The target as it stands: what a proxy in front has looked at is what is answered.
  if (!/^\/(?![/\\])/.test(target) || target.includes('\\')) {
    throw new Refusal('malformed_request', 'The target of a request begins with one slash and holds no backslash.');
  }
  // A proxy in front may have let through what these would lead to.
  if (/(^|\/)(\.|%2e){1,2}(\/|\?|$)/i.test(target.split('?')[0] ?? '') || target.includes('#')) {
    throw new Refusal('malformed_request', 'The target of a request holds no . or .. and no #.');
  }
  if (target.length > MAX_URL) throw new Refusal('uri_too_long', `The address is longer than ${MAX_URL} characters.`);
  try {
    const url = new URL(target, 'http://orders.invalid');
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    throw new Refusal('malformed_request', 'The address of the request cannot be read.');
  }
}

/** Behind a proxy of ours, the address it heard the request from. */
function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : '';
  return callerOf(forwarded.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown');
}

/** One caller for all addresses of an IPv6 network (/64) and for all ports of an address. */
export function callerOf(address: string): string {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  if (!bare.includes(':')) return bare;
  const [head = '', tail = ''] = bare.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail.split(':').filter(Boolean);
  const zeros = bare.includes('::') ? Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0') : [];
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(':').toLowerCase()}::/64`;
}
