import { checkout } from '../../orders/checkout.ts';
import { bodyWith, etagOf } from '../input.ts';
import type { Route } from '../route.ts';

/** The cart becomes an order. 202 while the money is not settled; the order then says what happens next. */
export const checkoutRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/orders/checkout',
    role: 'customer',
    async handle(request) {
      const idempotency_key = request.header('idempotency-key');
      const { outcome, order } = await checkout(request.context, await bodyWith(request, { idempotency_key }));
      return {
        status: outcome === 'confirmed' ? 201 : 202,
        body: order,
        headers: { location: `/orders/${order.id}`, etag: etagOf(order.version) },
      };
    },
  },
];
