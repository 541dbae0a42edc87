/** The reference: the OpenAPI document as a page that can be read without a script, and tried out with one. */
import { type Html, html, NO_HTML } from '../../lib/html.ts';
import { MEDIA, type Reply } from '../route.ts';
import { prose } from './problem-page.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly 'x-role': string;
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    schema: Schema;
    description?: string;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { schema?: Schema }>> }>
  >;
}

interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export function referencePage(document: OpenApi): Reply {
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Call => ({ method: method.toUpperCase(), path, operation })),
  );
  const { info, tags, components } = document;
  const groups = tags.map(({ name, description }) => ({
    name,
    description,
    calls: calls.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const body = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${info.title}: the API</title><link rel="stylesheet" href="/docs/reference.css"></head>
<body><a class="skip" href="#main">Skip to the calls</a>
<header><h1>${info.title} ${info.version}: the API</h1><p>${prose(info.description)}</p>
<p><a href="/openapi.json">OpenAPI 3.1 document</a></p>
<p class="token"><label for="token">Bearer token for trying calls out; it stays in this page</label>
<input id="token" type="password" autocomplete="off" spellcheck="false"></p></header>
<nav aria-label="Calls">${groups.map(navGroup)}</nav>
<main id="main">${groups.map(group)}
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>${Object.entries(components?.schemas ?? {}).map(
    shape,
  )}</section></main>
<script type="module" src="/docs/reference.js"></script></body></html>
`;
  return {
    status: 200,
    body: String(body),
    headers: {
      'content-type': MEDIA.html,
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    },
  };
}

interface Group {
  readonly name: string;
  readonly description: string;
  readonly calls: readonly Call[];
}

const navGroup = ({ name, calls }: Group): Html =>
  html`<h2>${name}</h2><ul>${calls.map(({ method, path, operation }) => {
    const verb = html`<span class="verb ${method.toLowerCase()}">${method}</span>`;
    return html`<li><a href="#${operation.operationId}">${verb} ${path}</a></li>`;
  })}</ul>`;

const group = ({ name, description, calls }: Group): Html =>
  html`<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2><p>${prose(description)}</p>${calls.map(call)}</section>`;

function call({ method, path, operation }: Call): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const bodySchema = requestBody?.content[MEDIA.json]?.schema;
  const role = operation['x-role'];
  const facts = html`data-method="${method}" data-path="${path}"`;
  return html`<details class="card call" id="${operationId}" ${facts}><summary>
<span class="verb ${method.toLowerCase()}">${method}</span> <code>${path}</code> <span class="soft">${summary}</span></summary>
${description ? html`<p>${prose(description)}</p>` : ''}<p class="soft">${role === 'public' ? 'No token needed.' : `For ${role === 'admin' ? 'staff' : 'customers'}.`}</p>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${bodySchema ? html`<h3>Body</h3>${properties(bodySchema)}${exampleOf(bodySchema)}` : ''}
<h3>Replies</h3><dl>${Object.entries(responses).map(([status, { description: about, content = {} }]) => {
    const name = refName(Object.values(content)[0]?.schema);
    const link = name && name !== 'Problem' ? html` <a href="#shape-${name}">${name}</a>` : '';
    return html`<dt>${status}${link}</dt><dd>${about.split('\n\n').map((part, at) => (at === 0 ? prose(part) : html`<br>${prose(part)}`))}</dd>`;
  })}</dl></details>`;
}

const parameterTable = (parameters: NonNullable<Operation['parameters']>): Html =>
  html`<h3>Parameters</h3><table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Is</th></tr></thead><tbody>${parameters.map(
    ({ name, in: where, required, schema, description }) =>
      html`<tr data-name="${name}" data-in="${where}"${required && html` data-required`}><td><code>${name}</code>${required && html` <b>needed</b>`}</td><td>${where}</td><td>${typeText(schema)} ${prose(description ?? schema.description ?? '')}</td></tr>`,
  )}</tbody></table>`;

function properties({ properties: fields = {}, required = [] }: Schema): Html {
  const rows = Object.entries(fields).map(
    ([name, schema]) =>
      html`<tr><td><code>${name}</code>${required.includes(name) && html` <b>needed</b>`}</td><td>${typeText(schema)} ${prose(schema.description ?? '')}</td></tr>`,
  );
  if (rows.length === 0) return html`<p class="soft">An empty object, or nothing.</p>`;
  return html`<table><thead><tr><th scope="col">Field</th><th scope="col">Is</th></tr></thead><tbody>${rows}</tbody></table>`;
}

const refName = (schema: Schema | undefined): string | undefined => schema?.$ref?.split('/').at(-1);

function typeText(schema: Schema): Html {
  const name = refName(schema);
  if (name) return html`<a href="#shape-${name}">${name}</a>`;
  if (schema.anyOf) return between(schema.anyOf.map(typeText), ' or ');
  if (schema.enum)
    return between(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ', ',
    );
  const type = [schema.type].flat().filter(Boolean).join(' or ') || 'anything';
  const limits = [
    schema.minimum === undefined || schema.minimum < -1e9 ? '' : `≥ ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum > 1e9 ? '' : `≤ ${schema.maximum}`,
    schema.maxLength === undefined ? '' : `≤ ${schema.maxLength} characters`,
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean);
  const inside = schema.items && html` of ${typeText(schema.items)}`;
  const fields = Object.keys(schema.properties ?? {}).map((key) => html`<code>${key}</code>`);
  const nested = schema.properties && html`: ${between(fields, ', ')}`;
  return html`${type}${inside}${nested}${limits.length > 0 && html` <span class="soft">(${limits.join(', ')})</span>`}`;
}

const between = (parts: readonly Html[], mark: string): Html =>
  html`${parts.map((part, index) => (index === 0 ? part : html`${mark}${part}`))}`;

function exampleOf({ example, examples }: Schema): Html {
  const shown = example ?? examples?.[0];
  return shown === undefined ? NO_HTML : html`<pre class="example">${JSON.stringify(shown, null, 2)}</pre>`;
}

const shape = ([name, schema]: [string, Schema]): Html =>
  html`<details class="card" id="shape-${name}"><summary><code>${name}</code></summary><p>${prose(schema.description ?? '')}</p>${properties(schema)}</details>`;
