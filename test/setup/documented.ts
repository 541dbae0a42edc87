/** Holds every reply of the test suites against the API's own description. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { openApiDocument } from '../../src/http/openapi.ts';
import { allRoutes } from '../../src/http/routes/index.ts';

export interface Seen {
  readonly method: string;
  /** With its query, as it was asked for. */
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is looked into freely
type Document = any;

export const documentedRoutes = () => {
  const { api, operations } = allRoutes({} as never);
  return [...api, ...operations];
};

export const openApi = (): Document => JSON.parse(openApiDocument(documentedRoutes()));

/** A function that says what is wrong with a reply according to a document; undefined when nothing is. */
export function createReplyCheck(document: Document): (seen: Seen) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'api');
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    // Named parts first: /orders/admin/all is no {order_id}.
    weight: path.split('{').length,
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
  }));
  paths.sort((a, b) => a.weight - b.weight);
  const validators = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    validators.set(pointer, known);
    return known;
  };
  return ({ method, path, status, type, text }) => {
    const [plain = ''] = path.split('?');
    const found = paths.find(({ pattern }) => pattern.test(plain));
    const verb = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
    const operation = found && document.paths[found.path][verb];
    // What is not in the document is told that it is not there.
    if (!operation)
      return [404, 405, 400, 414].includes(status) ? undefined : `${status} for a call that is not in the document`;
    const response = operation.responses[status];
    if (!response) return `${method} ${found.path} answered ${status}, which is not in the document`;
    const [media = ''] = type.split(';');
    if (text === '') return undefined;
    if (!response.content?.[media])
      return `${method} ${found.path} ${status} came as ${media}, which is not in the document`;
    if (!media.includes('json')) return undefined;
    const escaped = [found.path, verb, String(status), media].map((part) =>
      part.replace(/~/g, '~0').replace(/\//g, '~1').replace(/\{/g, '%7B').replace(/\}/g, '%7D'),
    );
    const validate = validator(
      `/paths/${escaped[0]}/${escaped[1]}/responses/${escaped[2]}/content/${escaped[3]}/schema`,
    );
    if (validate(JSON.parse(text))) return undefined;
    return `${method} ${found.path} ${status}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`;
  };
}

let check: ReturnType<typeof createReplyCheck> | undefined;
let checked = 0;

/** Fails when a reply is not as the document says. */
export function expectDocumented(seen: Seen): void {
  check ??= createReplyCheck(openApi());
  checked += 1;
  expect(check(seen)).to.equal(undefined);
}

export const repliesChecked = (): number => checked;
