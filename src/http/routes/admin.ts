/** What staff do over HTTP: the same as with the command. */

import type { Context } from '../../context.ts';
import { cancelOrder } from '../../orders/cancel-order.ts';
import { findOrders } from '../../orders/find-orders.ts';
import { fulfillOrder } from '../../orders/fulfill-order.ts';
import { getOrder } from '../../orders/get-order.ts';
import { holdOrder, noteOrder, releaseOrder } from '../../orders/hold-order.ts';
import { refundOrder } from '../../orders/refund-order.ts';
import type { OrderView } from '../../orders/shapes.ts';
import { updateOrder } from '../../orders/update-order.ts';
import { bodyWith, etagOf, ifMatch, requireIfMatch } from '../input.ts';
import { type QueryKind, readQuery } from '../query.ts';
import { type HttpRequest, ok, type Route } from '../route.ts';
import { orderReply } from './orders.ts';

const FILTERS: Readonly<Record<string, QueryKind>> = {
  status: 'list',
  payment_status: 'list',
  fulfillment_status: 'list',
  customer: 'text',
  q: 'text',
  sku: 'text',
  placed_from: 'text',
  placed_to: 'text',
  min_total: 'int',
  max_total: 'int',
  held: 'flag',
  late: 'flag',
  sort: 'text',
  page: 'int',
  per_page: 'int',
  cursor: 'text',
};

type Action = (context: Context, input: never) => Promise<OrderView>;

/** POST on one order: the body, with the order from the path and the version from If-Match when it is sent. */
const action = (verb: string, useCase: Action, status = 200): Route => ({
  method: 'POST',
  path: `/orders/admin/:order_id/${verb}`,
  role: 'admin',
  async handle(request: HttpRequest) {
    const given = { order: request.params.order_id, expected_version: ifMatch(request) };
    const order = await useCase(request.context, await bodyWith(request, given));
    return { status, body: order, headers: { etag: etagOf(order.version) } };
  },
});

export const adminRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders/admin/all',
    role: 'admin',
    handle: async ({ context, query }) => ok(await findOrders(context, readQuery(query, FILTERS) as never)),
  },
  {
    method: 'GET',
    path: '/orders/admin/:order_id',
    role: 'admin',
    handle: async (request) =>
      orderReply(request, await getOrder(request.context, { order: request.params.order_id ?? '' })),
  },
  {
    method: 'PUT',
    path: '/orders/admin/:order_id',
    role: 'admin',
    async handle(request) {
      const given = { order: request.params.order_id, expected_version: requireIfMatch(request) };
      const order = await updateOrder(request.context, await bodyWith(request, given));
      return ok(order, { etag: etagOf(order.version) });
    },
  },
  action('fulfill', fulfillOrder, 201),
  action('cancel', cancelOrder),
  action('refund', refundOrder),
  action('hold', holdOrder),
  action('release', releaseOrder),
  action('notes', noteOrder, 201),
];
