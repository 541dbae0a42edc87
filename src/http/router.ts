/** From a request to a reply: find the route, see who asks, let it answer, turn errors into problems. */
import type { IncomingMessage } from 'node:http';
import findMyWay from 'find-my-way';
import type { App } from '../app.ts';
import type { Actor } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Authenticator } from './auth.ts';
import { readForm, readJson } from './body.ts';
import { problemReply } from './problem.ts';
import type { Method, Reply, Route } from './route.ts';

export type Handler = (request: IncomingMessage, requestId: string) => Promise<Reply>;

const NOBODY: Actor = { kind: 'customer', name: 'nobody' };
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

/** Builds the handler of all routes. Throws when a route is there twice. */
export function createHandler(app: App, routes: readonly Route[], auth: Authenticator): Handler {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 200 });
  for (const route of routes) router.on(route.method, route.path, () => {}, route);

  function find(method: string, path: string): { route: Route; params: Record<string, string> } {
    const found = router.find(method as Method, path);
    if (found) return { route: found.store as Route, params: found.params as Record<string, string> };
    const allowed = METHODS.filter((other) => router.find(other, path));
    if (allowed.length > 0) {
      throw new Refusal('method_not_allowed', `${path} takes ${allowed.join(', ')}, not ${method}.`, {
        facts: { allow: allowed },
      });
    }
    throw new Refusal('route_not_found', `There is nothing at ${method} ${path}.`);
  }

  async function answer(request: IncomingMessage, requestId: string): Promise<Reply> {
    const url = parseUrl(request.url ?? '/');
    const { route, params } = find(request.method ?? 'GET', url.pathname);
    const actor =
      route.role === 'public'
        ? NOBODY
        : await auth.authenticate(app.database, request.headers.authorization, route.role);
    return route.handle({
      context: app.context(actor, requestId),
      params,
      query: url.searchParams,
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      json: () => readJson(request),
      form: () => readForm(request),
      gateways: app.gateways,
    });
  }

  return async (request, requestId) => {
    try {
      return await answer(request, requestId);
    } catch (error) {
      const reply = problemReply(error, requestId, app.log);
      const allow = error instanceof Refusal ? (error.extras.facts?.allow as string[] | undefined) : undefined;
      return allow ? { ...reply, headers: { ...reply.headers, allow: allow.join(', ') } } : reply;
    }
  };
}

function parseUrl(target: string): URL {
  try {
    return new URL(target, 'http://orders.invalid');
  } catch {
    throw new Refusal('malformed_request', 'The address of the request cannot be read.');
  }
}
