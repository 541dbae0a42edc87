/** A customer's own orders. */
import { z } from 'zod';
import { cancelOrder } from '../../changes/cancel-order.ts';
import { getOrder } from '../../orders/read/get-order.ts';
import { listOwnOrders } from '../../orders/read/list-orders.ts';
import { type OrderPage, type OrderView, orderPageShape, orderShape, trackingShape } from '../../orders/wire/shapes.ts';
import { trackOrder } from '../../tracking/track-order.ts';
import { bodyWith, etagOf, isKnown, onceKey } from '../input.ts';
import { type HttpRequest, ok, type Reply, type ReplySpec, type Route } from '../route.ts';

/** What every reply of one order says. */
export const ORDER_REPLY: ReplySpec = { about: 'The order.', shape: orderShape, headers: ['etag'] };
export const UNCHANGED: ReplySpec = { about: 'Not changed since `If-None-Match`.', headers: ['etag'] };

/** An order with its ETag, or 304 when the caller has it already. */
export function orderReply(request: HttpRequest, order: OrderView): Reply {
  const etag = etagOf(order.version);
  return isKnown(request, etag) ? { status: 304, headers: { etag } } : ok(order, { etag });
}

/** A page of orders, with links to its neighbours (RFC 8288). */
export function pageReply(request: HttpRequest, path: string, page: OrderPage): Reply {
  const { page: _page, cursor: _cursor, ...rest } = request.query as Record<string, string>;
  const link = (rel: string, more: Record<string, string>) =>
    `<${path}?${new URLSearchParams({ ...rest, ...more })}>; rel="${rel}"`;
  const links = [
    link('first', {}),
    ...(page.page > 1 ? [link('prev', { page: String(page.page - 1) })] : []),
    ...(page.next_cursor ? [link('next', { cursor: page.next_cursor })] : []),
  ];
  return ok(page, { link: links.join(', ') });
}

export const PAGE_REPLY: ReplySpec = { about: 'One page.', shape: orderPageShape, headers: ['link'] };

const cancelBody = z.strictObject({ reason: z.string().max(500).optional() }).meta({
  example: { reason: 'ordered twice' },
});

const getOne = (path: string, summary: string, parameter: string): Route => ({
  method: 'GET',
  path,
  role: 'customer',
  tag: 'Orders',
  summary,
  about: "Another customer's order is answered as one that does not exist.",
  replies: { 200: ORDER_REPLY, 304: UNCHANGED },
  refuses: ['order_not_found'],
  handle: async (request) =>
    orderReply(request, await getOrder(request.context, { order: request.params[parameter] ?? '' })),
});

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders',
    role: 'customer',
    tag: 'Orders',
    summary: 'List own orders',
    about: 'Newest first. Follow `next_cursor`, or the `Link` header, rather than counting pages.',
    query: listOwnOrders.input,
    replies: { 200: PAGE_REPLY },
    handle: async (request) => pageReply(request, '/orders', await listOwnOrders(request.context, request.query)),
  },
  getOne('/orders/:order_id', 'Get an order', 'order_id'),
  getOne('/orders/number/:order_number', 'Get an order by its number', 'order_number'),
  {
    method: 'PUT',
    path: '/orders/:order_id/cancel',
    role: 'customer',
    tag: 'Orders',
    summary: 'Cancel an order',
    about:
      'Possible until something has shipped. Stock and money go back; `refunds` says how far that is. Cancelling a cancelled order changes nothing and answers the same.',
    body: cancelBody,
    once: true,
    costly: true,
    replies: { 200: { ...ORDER_REPLY, about: 'The cancelled order.' } },
    refuses: ['not_allowed', 'order_not_found', 'transition_forbidden'],
    async handle(request) {
      const given = { order: request.params.order_id, ...onceKey(request) };
      const order = await cancelOrder(request.context, await bodyWith(request, given));
      return ok(order, { etag: etagOf(order.version) });
    },
  },
  {
    method: 'GET',
    path: '/orders/:order_id/track',
    role: 'customer',
    tag: 'Orders',
    summary: 'Track an order',
    about: 'Where its parcels are. The carrier is asked when what is known is old.',
    replies: { 200: { about: 'The parcels.', shape: trackingShape } },
    refuses: ['order_not_found', 'nothing_shipped'],
    handle: async ({ context, params }) => ok(await trackOrder(context, { order: params.order_id ?? '' })),
  },
];
