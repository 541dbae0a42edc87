/** Requests made from the API's own description: mostly as it says, now and then anything but. */
import fc from 'fast-check';
import { ADDRESS } from '../setup/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON schemas are looked into freely
type Schema = any;

/** What makes a request meet something that is there. */
export interface Known {
  readonly skus: readonly string[];
  readonly etags: readonly string[];
}

/** Stands for an order in a path, until there is one: the n-th of those that are known when the request is sent. */
export const ORDER_MARK = /order-no-(\d+)/;

export interface FuzzedRequest {
  readonly method: string;
  /** `GET /orders/{order_id}` */
  readonly operation: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const ODD_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '\u0000',
  '🎁',
  'Zoë 株式会社',
  "' OR 1=1 --",
  '<script>',
  '../..',
  '%',
  '٣',
  'a'.repeat(300),
];
const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));
const oddValue = fc.oneof(
  oddText,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);
const now = ['2026-01-31T00:00:00.000Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];

/** A value as a schema says, or one time in twenty anything. */
function anyValue(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary: goodValue(schema, known, name) }, { weight: 1, arbitrary: oddValue });
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  country: ['DE', 'AT', 'US', 'GB', 'XX'],
  postal_code: ['10115', '1010', '90210', 'SW1A 1AA'],
  payment_method: ['card', 'card', 'card', 'cash'],
  token: ['tok_ok', 'tok_ok', 'tok_ok', 'tok_declined', 'tok_requires_action', 'tok_insufficient_funds'],
  tracking_number: ['SBX123456782', 'SBX000000000', '1Z999AA10123456784'],
  shipping_method: ['standard', 'express'],
};

function goodValue(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  if (name === 'shipping_address' || name === 'billing_address') {
    return fc.oneof({ weight: 4, arbitrary: fc.constant(ADDRESS) }, { weight: 1, arbitrary: objectOf(schema, known) });
  }
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one: Schema) => goodValue(one, known, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known);
    case 'array':
      return fc.array(anyValue(schema.items ?? {}, known, name), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: Math.max(schema.minimum ?? -5, -5), max: Math.min(schema.maximum ?? 20, 20) }),
        fc.integer({ min: Math.max(schema.minimum ?? -1e9, -1e9), max: Math.min(schema.maximum ?? 1e9, 1e9) }),
      );
    case 'boolean':
      return fc.boolean();
    default:
      return textOf(schema, known, name);
  }
}

function textOf(schema: Schema, known: Known, name: string): fc.Arbitrary<string> {
  if (name === 'sku') return fc.constantFrom(...known.skus);
  if (TEXTS[name]) return fc.constantFrom(...TEXTS[name]);
  if (schema.format === 'date-time' || /(_from|_to|until)$/.test(name)) return fc.constantFrom(...now);
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 30, 30) });
}

function objectOf({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, anyValue(schema, known, key)]),
  );
  const good = fc.record(fields, { requiredKeys: required }) as fc.Arbitrary<object>;
  const surplus = fc
    .tuple(good, fc.string({ maxLength: 8 }), oddValue)
    .map(([object, key, value]): object => ({ ...object, [key]: value }));
  return fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: surplus });
}

/** Any request to any operation of a document. */
export function requestsOf(document: Schema, known: Known): fc.Arbitrary<FuzzedRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as object).map(([method, operation]) =>
      requestOf(path, method.toUpperCase(), operation, known),
    ),
  );
  return fc.oneof(...operations);
}

function requestOf(template: string, method: string, operation: Schema, known: Known): fc.Arbitrary<FuzzedRequest> {
  const parameters: Schema[] = operation.parameters ?? [];
  const values = fc.record(
    Object.fromEntries(parameters.map((parameter) => [String(parameter.name), parameterOf(parameter, known)])),
    { requiredKeys: parameters.filter(({ in: where }) => where === 'path').map(({ name }) => String(name)) },
  ) as fc.Arbitrary<Record<string, unknown>>;
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const body: fc.Arbitrary<string | undefined> = schema
    ? fc.oneof(
        { weight: 30, arbitrary: anyValue(schema, known).map((value) => JSON.stringify(value) ?? '') },
        { weight: 1, arbitrary: fc.string() },
      )
    : fc.constant(undefined);
  return fc.record({ values, body }).map(({ values: given, body: text }) => {
    const of = (where: string): [name: string, value: string][] =>
      parameters
        .filter(({ in: place, name }) => place === where && given[name] !== undefined)
        .map(({ name }) => [String(name), String(given[name])]);
    let path = template;
    for (const [name, value] of of('path')) path = path.replace(`{${name}}`, encodeURIComponent(value) || '-');
    const query = new URLSearchParams(of('query'));
    return {
      method,
      operation: `${method} ${template}`,
      path: query.size > 0 ? `${path}?${query}` : path,
      headers: Object.fromEntries(of('header').map(([name, value]) => [name, headerText(value)])),
      body: text,
    };
  });
}

function parameterOf({ name, schema }: Schema, known: Known): fc.Arbitrary<unknown> {
  if (name === 'order_id' || name === 'order_number') {
    return fc.oneof(
      { weight: 12, arbitrary: fc.nat(100_000).map((index) => `order-no-${index}`) },
      { weight: 1, arbitrary: oddText },
    );
  }
  if (name === 'If-Match') return fc.constantFrom(...known.etags);
  if (name === 'Idempotency-Key') {
    return fc.oneof(
      { weight: 8, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom('a', 'b', ' ', '🎁') },
    );
  }
  return anyValue(schema, known, name);
}

/** What a header can carry at all. */
const headerText = (text: string): string => text.replace(/[^ -~]/g, '?').trim() || '?';
