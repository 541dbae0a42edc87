/** What is refused before anybody looks at an order. */
import type { Scenario } from './scenario.ts';

export const REQUEST_REFUSALS: readonly Scenario[] = [
  {
    name: 'nobody',
    ask: ({ nobody }) => nobody('GET', '/orders'),
    status: 401,
    code: 'not_signed_in',
    says: /orders users token/,
    header: ['www-authenticate', 'Bearer'],
  },
  {
    name: 'a forged token',
    ask: ({ as }) => as('eyJhbGciOiJub25lIn0.e30.x')('GET', '/orders'),
    status: 401,
    code: 'not_signed_in',
    says: /not valid or has expired/,
  },
  {
    name: 'an address that is not there',
    ask: ({ nobody }) => nobody('GET', '/nothing'),
    status: 404,
    code: 'route_not_found',
    says: /GET \/nothing/,
  },
  {
    name: 'a method that is not there',
    ask: ({ customer }) => customer('DELETE', '/orders/checkout'),
    status: 405,
    code: 'method_not_allowed',
    says: /takes (GET, )?POST/,
    header: ['allow', 'POST'],
  },
  {
    name: 'broken JSON',
    ask: ({ raw }) => raw('POST', '/orders/checkout', '{"a":', 'application/json'),
    status: 400,
    code: 'malformed_json',
    says: /not JSON/,
  },
  {
    name: 'a JSON list',
    ask: ({ raw }) => raw('POST', '/orders/checkout', '[]', 'application/json'),
    status: 400,
    code: 'malformed_json',
    says: /JSON object/,
  },
  {
    name: 'XML',
    ask: ({ raw }) => raw('POST', '/orders/checkout', '<a/>', 'text/xml'),
    status: 415,
    code: 'unsupported_media_type',
    says: /application\/json, not text\/xml/,
  },
  {
    name: 'too much',
    ask: ({ raw }) => raw('POST', '/orders/checkout', `{"a":"${'x'.repeat(300_000)}"}`, 'application/json'),
    status: 413,
    code: 'body_too_large',
    says: /256 kB/,
  },
];
