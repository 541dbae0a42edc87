/** What is refused to customers and staff about orders. */
import { holdOrder } from '../../../src/orders/hold/hold-order.ts';
import { ordered, type Scenario, shipped, TRACKING } from './scenario.ts';

export const ORDER_REFUSALS: readonly Scenario[] = [
  {
    name: 'a page too large',
    ask: ({ customer }) => customer('GET', '/orders?per_page=101'),
    status: 422,
    code: 'invalid_input',
    says: /per_page/,
  },
  {
    name: 'an unknown parameter',
    ask: ({ customer }) => customer('GET', '/orders?colour=red'),
    status: 422,
    code: 'invalid_input',
    says: /not a known parameter; there are: page/,
  },
  {
    name: 'a parameter twice',
    ask: ({ customer }) => customer('GET', '/orders?page=1&page=2'),
    status: 422,
    code: 'invalid_input',
    says: /more than once/,
  },
  {
    name: "another customer's order",
    ask: async (api) => api.stranger('GET', `/orders/${await ordered(api)}`),
    status: 404,
    code: 'order_not_found',
    says: /There is no order/,
  },
  {
    name: 'an order that is not there',
    ask: ({ customer }) => customer('GET', '/orders/ord_01h455vb4pex5vsknk084sn02q'),
    status: 404,
    code: 'order_not_found',
    says: /There is no order/,
  },
  {
    name: 'an order number with a slip',
    ask: ({ customer }) => customer('GET', '/orders/number/ORD-0000-00001'),
    status: 404,
    code: 'order_not_found',
    says: /mistyped/,
  },
  {
    name: 'cancelling what has shipped',
    ask: async (api) => api.customer('PUT', `/orders/${await shipped(api)}/cancel`, { reason: 'late' }),
    status: 409,
    code: 'transition_forbidden',
    says: /send it back instead/,
  },
  {
    name: 'tracking what has not shipped',
    ask: async (api) => api.customer('GET', `/orders/${await ordered(api)}/track`),
    status: 404,
    code: 'nothing_shipped',
    says: /Nothing of .* has been shipped yet/,
  },
  {
    name: 'a customer at the staff door',
    ask: ({ customer }) => customer('GET', '/orders/admin/all'),
    status: 403,
    code: 'not_allowed',
    says: /staff token/,
  },
  {
    name: 'a wrong check digit',
    ask: async (api) =>
      api.clerk('POST', `/orders/admin/${await ordered(api)}/fulfill`, { tracking_number: 'SBX123456783' }),
    status: 422,
    code: 'tracking_number_wrong',
    says: /compare it with the label/,
  },
  {
    name: 'shipping twice',
    ask: async (api) =>
      api.clerk('POST', `/orders/admin/${await shipped(api)}/fulfill`, { tracking_number: 'SBX000000019' }),
    status: 409,
    code: 'transition_forbidden',
    says: /shipped already/,
  },
  {
    name: 'shipping a held order',
    async ask(api) {
      const id = await ordered(api);
      await holdOrder(api.world.staff, { order: id, reason: 'odd' });
      return api.clerk('POST', `/orders/admin/${id}/fulfill`, TRACKING);
    },
    status: 409,
    code: 'order_held',
    says: /release it/,
  },
  {
    name: 'a change without If-Match',
    ask: async (api) => api.clerk('PUT', `/orders/admin/${await ordered(api)}`, { status: 'processing' }),
    status: 428,
    code: 'version_required',
    says: /Send If-Match/,
  },
  {
    name: 'a change of an old version',
    ask: async (api) =>
      api.clerk('PUT', `/orders/admin/${await ordered(api)}`, { status: 'processing' }, { 'if-match': '"1"' }),
    status: 412,
    code: 'stale_version',
    says: /look at it again, then repeat/,
  },
  {
    name: 'a forbidden move',
    ask: async (api) =>
      api.clerk('PUT', `/orders/admin/${await ordered(api)}`, { status: 'delivered' }, { 'if-match': '*' }),
    status: 409,
    code: 'transition_forbidden',
    says: /cannot become delivered/,
  },
  {
    name: 'too large a refund',
    ask: async (api) => api.clerk('POST', `/orders/admin/${await ordered(api)}/refund`, { amount: 9999, reason: 'x' }),
    status: 409,
    code: 'refund_too_large',
    says: /€15\.00/,
  },
];
