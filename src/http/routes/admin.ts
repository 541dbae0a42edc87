/** What staff do over HTTP: the same as with the command. */
import type { z } from 'zod';
import { approveRefund } from '../../billing/approvals.ts';
import { refundOrder } from '../../billing/refund-order.ts';
import { cancelOrder } from '../../changes/cancel-order.ts';
import { correctAddress } from '../../changes/correct-address.ts';
import { updateOrder } from '../../changes/update-order.ts';
import type { Context } from '../../context.ts';
import type { ErrorCode } from '../../errors.ts';
import { collectOrder } from '../../fulfillment/collect-order.ts';
import { fulfillOrder } from '../../fulfillment/fulfill-order.ts';
import { holdOrder } from '../../orders/hold/hold-order.ts';
import { releaseOrder } from '../../orders/hold/release-order.ts';
import { noteOrder } from '../../orders/notes/note-order.ts';
import { getOrder } from '../../orders/read/get-order.ts';
import { listOrders } from '../../orders/read/list-orders.ts';
import type { OrderView } from '../../orders/wire/shapes.ts';
import { bodyWith, etagOf, ifMatch, onceKey, requireIfMatch } from '../input.ts';
import { type HttpRequest, ok, type Route } from '../route.ts';
import { ORDER_REPLY, orderReply, PAGE_REPLY, pageReply, UNCHANGED } from './orders.ts';

type Verb = (context: Context, input: never) => Promise<OrderView>;

interface ActionSpec {
  readonly verb: string;
  readonly summary: string;
  readonly about?: string;
  readonly status?: 200 | 201;
  /** What moves money, stock or mail takes an idempotency key. */
  readonly once?: boolean;
  readonly refuses: readonly ErrorCode[];
  readonly example: object;
}

/** What the path and the headers say is no part of a body, nor what only a command line may: a name in place of a signature. */
const NOT_IN_BODY = { order: true, expected_version: true, idempotency_key: true, approved_by: true } as const;

function bodyOf(input: z.ZodObject, example: object): z.ZodObject {
  const keys = Object.keys(NOT_IN_BODY).filter((key) => key in input.shape);
  return input.omit(Object.fromEntries(keys.map((key) => [key, true])) as never).meta({ example });
}

/** POST on one order: the body, with the order from the path and the version from If-Match when it is sent. */
const action = (useCase: Verb & { input: z.ZodObject }, spec: ActionSpec): Route => ({
  method: 'POST',
  path: `/orders/admin/:order_id/${spec.verb}`,
  role: 'admin',
  tag: 'Staff',
  summary: spec.summary,
  about: spec.about,
  body: bodyOf(useCase.input, spec.example),
  ifMatch: 'accepted',
  once: spec.once,
  replies: { [spec.status ?? 200]: { ...ORDER_REPLY, about: 'The order as it is now.' } },
  refuses: ['order_not_found', ...spec.refuses],
  async handle(request: HttpRequest) {
    const given = {
      order: request.params.order_id,
      expected_version: ifMatch(request),
      ...(spec.once ? onceKey(request) : {}),
    };
    const order = await useCase(request.context, await bodyWith(request, given));
    return { status: spec.status ?? 200, body: order, headers: { etag: etagOf(order.version) } };
  },
});

const one = '/orders/admin/:order_id';

export const adminRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orders/admin/all',
    role: 'admin',
    tag: 'Staff',
    summary: 'List every order',
    about: 'All filters hold together; several values of one are separated by commas. Counting stops at 10,000.',
    query: listOrders.input,
    replies: { 200: PAGE_REPLY },
    handle: async (request) =>
      pageReply(request, '/orders/admin/all', await listOrders(request.context, request.query)),
  },
  {
    method: 'GET',
    path: one,
    role: 'admin',
    tag: 'Staff',
    summary: 'Get any order',
    about: 'With who did what, holds and internal notes.',
    replies: { 200: ORDER_REPLY, 304: UNCHANGED },
    refuses: ['order_not_found'],
    handle: async (request) =>
      orderReply(request, await getOrder(request.context, { order: request.params.order_id ?? '' })),
  },
  {
    method: 'PUT',
    path: one,
    role: 'admin',
    tag: 'Staff',
    summary: 'Change an order',
    about:
      'Status, tracking number, a note, or all of them at once. `shipped` needs a tracking number and ships everything left. A tracking number alone ships an order that has no parcel, and corrects the number of one that has one. The customer gets the mail that goes with the change.',
    body: bodyOf(updateOrder.input, { status: 'shipped', tracking_number: 'SBX123456782' }),
    ifMatch: 'required',
    once: true,
    replies: { 200: { ...ORDER_REPLY, about: 'The order as it is now.' } },
    refuses: [
      'order_not_found',
      'transition_forbidden',
      'order_held',
      'order_refunded',
      'already_shipped_with',
      'tracking_number_wrong',
      'tracking_number_used',
      'carrier_ambiguous',
      'quantity_unavailable',
    ],
    async handle(request) {
      const given = {
        order: request.params.order_id,
        expected_version: requireIfMatch(request),
        ...onceKey(request),
      };
      const order = await updateOrder(request.context, await bodyWith(request, given));
      return ok(order, { etag: etagOf(order.version) });
    },
  },
  action(fulfillOrder, {
    verb: 'fulfill',
    summary: 'Ship an order',
    about: 'All that is left, or `items`. The check digit of the tracking number is verified and its carrier detected.',
    status: 201,
    once: true,
    refuses: [
      'transition_forbidden',
      'order_held',
      'order_refunded',
      'already_shipped_with',
      'tracking_number_wrong',
      'tracking_number_used',
      'carrier_ambiguous',
      'quantity_unavailable',
    ],
    example: { tracking_number: 'SBX123456782' },
  }),
  action(correctAddress, {
    verb: 'address',
    summary: 'Correct the shipping address',
    about:
      'The whole address anew, until all of the order has left. The country stays: tax and shipping were reckoned for it.',
    refuses: ['transition_forbidden'],
    example: {
      shipping_address: {
        name: 'Ann Example',
        line1: 'Hauptstraße 11',
        city: 'Berlin',
        postal_code: '10115',
        country: 'DE',
      },
    },
  }),
  action(collectOrder, {
    verb: 'collect',
    summary: 'Hand a parcel over at the counter',
    about: 'Against the code of the customer’s mail. Parcels get one when they are fulfilled by the method `pickup`.',
    refuses: ['transition_forbidden'],
    example: { code: 'K7MQ4X' },
  }),
  action(cancelOrder, {
    verb: 'cancel',
    summary: 'Cancel an order or some of its lines',
    once: true,
    refuses: ['transition_forbidden', 'quantity_unavailable', 'second_person_needed'],
    example: { reason: 'customer called', items: [{ sku: 'MUG-01', quantity: 1 }] },
  }),
  action(refundOrder, {
    verb: 'refund',
    summary: 'Give money back',
    about: 'An amount, or the price of some units by `items`. Never more than was taken, however many ask at once.',
    once: true,
    refuses: ['refund_too_large', 'quantity_unavailable', 'second_person_needed'],
    example: { amount: 500, reason: 'arrived with a dent' },
  }),
  action(approveRefund, {
    verb: 'approvals',
    summary: 'Agree that somebody else gives money back',
    about:
      'Above the limit of one person a colleague agrees first, signed in as themselves. The word is good for a day, for one refund or cancellation of this order, up to `amount`.',
    status: 201,
    refuses: ['not_allowed'],
    example: { amount: 5000 },
  }),
  action(holdOrder, {
    verb: 'hold',
    summary: 'Keep an order from shipping',
    refuses: ['transition_forbidden'],
    example: { reason: 'address looks odd' },
  }),
  action(releaseOrder, { verb: 'release', summary: 'Let a held order ship', refuses: ['not_held'], example: {} }),
  action(noteOrder, {
    verb: 'notes',
    summary: 'Write an internal note',
    status: 201,
    refuses: [],
    example: { note: 'customer will be away until Monday' },
  }),
];
