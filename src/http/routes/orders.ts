/** A customer's own orders. */
import { cancelOrder } from '../../orders/cancel-order.ts';
import { findOwnOrders } from '../../orders/find-orders.ts';
import { getOrder } from '../../orders/get-order.ts';
import type { OrderView } from '../../orders/shapes.ts';
import { trackOrder } from '../../orders/track-order.ts';
import { bodyWith, etagOf } from '../input.ts';
import { readQuery } from '../query.ts';
import { type HttpRequest, ok, type Reply, type Route } from '../route.ts';

/** An order with its ETag, or 304 when the caller has it already. */
export function orderReply(request: HttpRequest, order: OrderView): Reply {
  const etag = etagOf(order.version);
  if (request.header('if-none-match') === etag) return { status: 304, headers: { etag } };
  return ok(order, { etag });
}

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders',
    role: 'customer',
    handle: async ({ context, query }) =>
      ok(
        await findOwnOrders(
          context,
          readQuery(query, { page: 'int', per_page: 'int', status: 'list', cursor: 'text' }) as never,
        ),
      ),
  },
  {
    method: 'GET',
    path: '/orders/:order_id',
    role: 'customer',
    handle: async (request) =>
      orderReply(request, await getOrder(request.context, { order: request.params.order_id ?? '' })),
  },
  {
    method: 'GET',
    path: '/orders/number/:order_number',
    role: 'customer',
    handle: async (request) =>
      orderReply(request, await getOrder(request.context, { order: request.params.order_number ?? '' })),
  },
  {
    method: 'PUT',
    path: '/orders/:order_id/cancel',
    role: 'customer',
    async handle(request) {
      const order = await cancelOrder(request.context, await bodyWith(request, { order: request.params.order_id }));
      return ok(order, { etag: etagOf(order.version) });
    },
  },
  {
    method: 'GET',
    path: '/orders/:order_id/track',
    role: 'customer',
    handle: async ({ context, params }) => ok(await trackOrder(context, { order: params.order_id ?? '' })),
  },
];
