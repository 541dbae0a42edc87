/** Every route: a new file is a line here. */
import type { Route } from '../route.ts';
import { adminRoutes } from './admin.ts';
import { cartRoutes } from './cart.ts';
import { checkoutRoutes } from './checkout.ts';
import { healthRoutes } from './health.ts';
import { orderRoutes } from './orders.ts';
import { sandboxRoutes } from './sandbox.ts';

export const ROUTES: readonly Route[] = [
  ...healthRoutes,
  ...cartRoutes,
  ...checkoutRoutes,
  ...orderRoutes,
  ...adminRoutes,
  ...sandboxRoutes,
];
