/** Every route: a new file is a line here. */
import type { Route } from '../route.ts';
import { adminRoutes } from './admin.ts';
import { cartRoutes } from './cart.ts';
import { checkoutRoutes } from './checkout.ts';
import { operationsRoutes, type ServerState } from './operations.ts';
import { orderRoutes } from './orders.ts';
import { pageRoutes } from './pages.ts';
import { sandboxRoutes } from './sandbox.ts';

/** What customers and staff call. */
const API_ROUTES: readonly Route[] = [...cartRoutes, ...checkoutRoutes, ...orderRoutes, ...adminRoutes];

/** The routes of the public port, and those of operators, which may be on a port of their own. */
export function allRoutes(state: ServerState): {
  readonly api: readonly Route[];
  readonly operations: readonly Route[];
} {
  const operations = operationsRoutes(state);
  const pages = pageRoutes(() => [...api, ...operations]);
  const api: readonly Route[] = [...API_ROUTES, ...pages, ...sandboxRoutes];
  return { api, operations };
}
