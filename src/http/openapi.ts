/** The description of the API: OpenAPI 3.1, made from the routes. Loaded when somebody asks for it. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { CATALOGUE, type ErrorCode } from '../errors.ts';
import { VERSION } from '../lib/version.ts';
import { webhookShape } from '../webhooks/outbound/deliver-webhook.ts';
import { problemShape } from './problem.ts';
import { REMEDIES } from './remedies.ts';
import { MEDIA, type ReplySpec, type Route, TAGS } from './route.ts';

/** The document as JSON text. */
export function openApiDocument(routes: readonly Route[]): string {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'orders',
      version: VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Orders, from the customer’s cart to the customer’s door. Money is an integer in the currency’s minor unit; times are UTC, RFC 3339 with milliseconds. Every refusal is a problem document (RFC 9457) whose `code` is stable. Unknown fields, unknown parameters and parameters given twice are refused.',
    },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: paths as ZodOpenApiPathsObject,
    webhooks: { 'order.event': { post: webhookOperation } },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: '`orders users token EMAIL` prints one',
        },
      },
    },
  });
  for (const parameter of Object.values(document.paths ?? {}).flatMap(everyParameter)) {
    // Several values of one parameter are separated by commas.
    if (parameter.schema?.type === 'array') parameter.explode = false;
  }
  return JSON.stringify(document);
}

/** What we call, rather than what is called. */
const webhookOperation: ZodOpenApiOperationObject = {
  operationId: 'orderEvent',
  summary: 'An event of an order',
  description:
    'Posted to each of ORDERS_WEBHOOK_URLS for every event of every order, at least once, until it is answered with 2xx; 410 ends it. Signed as Standard Webhooks are: HMAC-SHA256 over `id.timestamp.body`.',
  requestParams: {
    header: z.object({
      'webhook-id': z.string().meta({ description: 'The same each time the message comes' }),
      'webhook-timestamp': z.string().meta({ description: 'When it was sent, in seconds since the epoch' }),
      'webhook-signature': z.string().meta({ example: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }),
    }),
  },
  requestBody: { content: { [MEDIA.json]: { schema: webhookShape } } },
  responses: { '2XX': { description: 'Taken' }, '410': { description: 'Gone: nothing more is sent for this message' } },
};

interface Parameter {
  readonly schema?: { readonly type?: string };
  explode?: boolean;
}

const everyParameter = (path: object): Parameter[] =>
  Object.values(path).flatMap(({ parameters = [] }: { parameters?: Parameter[] }) => parameters);

/** A name for generated clients: `postOrdersCheckout`. */
const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .split(/[/.]/)
    .filter(Boolean)
    .map((part) => part.replace(/^:/, 'by_').replace(/(^|_)(\w)/g, (_, _mark, letter: string) => letter.toUpperCase()))
    .join('');

function operation(route: Route): ZodOpenApiOperationObject {
  const path = parameters(route);
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.about ? { description: route.about } : {}),
    security: route.role === 'public' ? [] : [{ token: [] }],
    'x-role': route.role,
    requestParams: {
      ...(path ? { path } : {}),
      ...(route.query && route.query !== 'any' ? { query: route.query } : {}),
      header: headers(route),
    },
    ...(route.body ? { requestBody: { content: { [MEDIA.json]: { schema: route.body } } } } : {}),
    responses: { ...replies(route), ...problems(route) },
  } as ZodOpenApiOperationObject;
}

const PARAMETERS: Readonly<Record<string, string>> = {
  order_id: 'An order’s id (`ord_…`) or its number',
  order_number: 'An order’s number, in any case, with or without dashes',
  sku: 'A product’s SKU',
  token: 'The signed text of the link',
  code: 'A problem’s `code`',
};

function parameters({ path }: Route): z.ZodObject | undefined {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  if (names.length === 0) return undefined;
  const shape = names.map((name) => [
    name,
    z
      .string()
      .min(1)
      .max(200)
      .meta({ description: PARAMETERS[name] ?? name }),
  ]);
  return z.object(Object.fromEntries(shape));
}

function headers({ once, ifMatch, replies: given }: Route): z.ZodObject {
  const text = (description: string, required = false) => {
    const schema = z.string().max(200);
    return (required ? schema : schema.optional()).meta({ description });
  };
  return z.object({
    ...(once ? { 'Idempotency-Key': text('The same key and body have one effect and one answer, for 24 hours') } : {}),
    ...(ifMatch ? { 'If-Match': text('The ETag of the order as you last saw it', ifMatch === 'required') } : {}),
    ...(304 in given ? { 'If-None-Match': text('An ETag: answered with 304 while it is still the order’s') } : {}),
  });
}

const HEADERS: Readonly<Record<string, object>> = {
  etag: { description: 'The version', schema: { type: 'string' } },
  location: { description: 'Where the order is', schema: { type: 'string' } },
  link: { description: 'Neighbouring pages (RFC 8288)', schema: { type: 'string' } },
};

function replies({ replies: given }: Route): ZodOpenApiOperationObject['responses'] {
  return Object.fromEntries(Object.entries(given).map(([status, spec]) => [status, reply(spec)])) as never;
}

function reply({ about, shape, type, headers: named = [] }: ReplySpec) {
  const media = type?.split(';')[0];
  const content = shape
    ? { [MEDIA.json]: { schema: shape } }
    : media
      ? { [media]: { schema: media === MEDIA.json ? { type: 'object' } : { type: 'string' } } }
      : undefined;
  return {
    description: about,
    ...(content ? { content } : {}),
    ...(named.length > 0
      ? { headers: Object.fromEntries(named.map((name) => [name === 'etag' ? 'ETag' : name, HEADERS[name]])) }
      : {}),
  };
}

/** What any call, and any call of a kind, may be refused with. */
function codesOf(route: Route): ErrorCode[] {
  const reads: ErrorCode[] = ['malformed_request', 'not_acceptable', 'uri_too_long', 'too_many_requests'];
  const outages: ErrorCode[] = ['bug', 'database_unavailable', 'database_refused', 'storage_full', 'draining'];
  const body: ErrorCode[] = [
    'malformed_json',
    'body_too_large',
    'unsupported_media_type',
    'request_timeout',
    'invalid_input',
    'card_number_refused',
  ];
  return [
    ...new Set<ErrorCode>([
      ...reads,
      ...(route.role === 'public' ? [] : (['not_signed_in', 'issuer_unavailable'] as const)),
      ...(route.role === 'admin' ? (['not_allowed'] as const) : []),
      ...(route.body ? body : []),
      // A query, or a path: anything may hold what looks like a card number, or be too long.
      'invalid_input',
      'card_number_refused',
      ...(route.once ? (['key_reused', 'key_in_use'] as const) : []),
      ...(route.ifMatch ? (['stale_version'] as const) : []),
      ...(route.ifMatch === 'required' ? (['version_required'] as const) : []),
      ...(route.refuses ?? []),
      ...outages,
    ]),
  ];
}

function problems(route: Route): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const { status } = CATALOGUE[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, problem(codes, status === 404 && route.notFoundPage === true)]),
  ) as never;
}

function problem(codes: readonly ErrorCode[], page: boolean) {
  return {
    description: codes.map((code) => `\`${code}\` — ${REMEDIES[code]}`).join('\n\n'),
    content: {
      ...(page ? { [MEDIA.html.split(';')[0] as string]: { schema: { type: 'string' as const } } } : {}),
      [MEDIA.problem]: {
        schema: problemShape,
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
}

const example = (code: ErrorCode) => ({
  type: `https://orders.example/problems/${code}`,
  title: CATALOGUE[code].title,
  status: CATALOGUE[code].status,
  code,
  detail: REMEDIES[code],
  request_id: '1f0d3b1e-6f64-4a3e-9b1f-2f3a6d3c8a11',
});
