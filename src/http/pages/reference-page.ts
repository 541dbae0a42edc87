/** The reference: the OpenAPI document as a page that can be read without a script, and tried out with one. */
import { escapeHtml } from '../../notifications/layout.ts';
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
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(info.title)}: the API</title><link rel="stylesheet" href="/docs/reference.css"></head>
<body><a class="skip" href="#main">Skip to the calls</a>
<header><h1>${escapeHtml(info.title)} ${escapeHtml(info.version)}: the API</h1><p>${prose(info.description)}</p>
<p><a href="/openapi.json">OpenAPI 3.1 document</a></p>
<p class="token"><label for="token">Bearer token for trying calls out; it stays in this page</label>
<input id="token" type="password" autocomplete="off" spellcheck="false"></p></header>
<nav aria-label="Calls">${groups.map(navGroup).join('')}</nav>
<main id="main">${groups.map(group).join('\n')}
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>${Object.entries(components?.schemas ?? {})
    .map(shape)
    .join('')}</section></main>
<script type="module" src="/docs/reference.js"></script></body></html>
`;
  return {
    status: 200,
    body,
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

const navGroup = ({ name, calls }: Group): string =>
  `<h2>${escapeHtml(name)}</h2><ul>${calls
    .map(({ method, path, operation }) => {
      const verb = `<span class="verb ${method.toLowerCase()}">${method}</span>`;
      return `<li><a href="#${operation.operationId}">${verb} ${escapeHtml(path)}</a></li>`;
    })
    .join('')}</ul>`;

const group = ({ name, description, calls }: Group): string =>
  `<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${escapeHtml(name)}</h2><p>${prose(description)}</p>${calls.map(call).join('')}</section>`;

function call({ method, path, operation }: Call): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const bodySchema = requestBody?.content[MEDIA.json]?.schema;
  const role = operation['x-role'];
  const facts = `data-method="${method}" data-path="${escapeHtml(path)}"`;
  return `<details class="card call" id="${operationId}" ${facts}><summary>
<span class="verb ${method.toLowerCase()}">${method}</span> <code>${escapeHtml(path)}</code> <span class="soft">${escapeHtml(summary)}</span></summary>
${description ? `<p>${prose(description)}</p>` : ''}<p class="soft">${role === 'public' ? 'No token needed.' : `For ${role === 'admin' ? 'staff' : 'customers'}.`}</p>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${bodySchema ? `<h3>Body</h3>${properties(bodySchema)}${exampleOf(bodySchema)}` : ''}
<h3>Replies</h3><dl>${Object.entries(responses)
    .map(([status, { description: about, content = {} }]) => {
      const name = refName(Object.values(content)[0]?.schema);
      const link = name && name !== 'Problem' ? ` <a href="#shape-${name}">${name}</a>` : '';
      return `<dt>${status}${link}</dt><dd>${about.split('\n\n').map(prose).join('<br>')}</dd>`;
    })
    .join('')}</dl></details>`;
}

const parameterTable = (parameters: NonNullable<Operation['parameters']>): string =>
  `<h3>Parameters</h3><table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Is</th></tr></thead><tbody>${parameters
    .map(
      ({ name, in: where, required, schema, description }) =>
        `<tr data-name="${escapeHtml(name)}" data-in="${where}"${required ? ' data-required' : ''}><td><code>${escapeHtml(name)}</code>${required ? ' <b>needed</b>' : ''}</td><td>${where}</td><td>${typeText(schema)} ${prose(description ?? schema.description ?? '')}</td></tr>`,
    )
    .join('')}</tbody></table>`;

function properties({ properties: fields = {}, required = [] }: Schema): string {
  const rows = Object.entries(fields).map(
    ([name, schema]) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? ' <b>needed</b>' : ''}</td><td>${typeText(schema)} ${prose(schema.description ?? '')}</td></tr>`,
  );
  if (rows.length === 0) return '<p class="soft">An empty object, or nothing.</p>';
  return `<table><thead><tr><th scope="col">Field</th><th scope="col">Is</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const refName = (schema: Schema | undefined): string | undefined => schema?.$ref?.split('/').at(-1);

function typeText(schema: Schema): string {
  const name = refName(schema);
  if (name) return `<a href="#shape-${name}">${name}</a>`;
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ');
  if (schema.enum) return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(', ');
  const type = [schema.type].flat().filter(Boolean).join(' or ') || 'anything';
  const limits = [
    schema.minimum === undefined || schema.minimum < -1e9 ? '' : `≥ ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum > 1e9 ? '' : `≤ ${schema.maximum}`,
    schema.maxLength === undefined ? '' : `≤ ${schema.maxLength} characters`,
    schema.default === undefined ? '' : `default ${escapeHtml(JSON.stringify(schema.default))}`,
  ].filter(Boolean);
  const inside = schema.items ? ` of ${typeText(schema.items)}` : '';
  const nested = schema.properties
    ? `: ${Object.keys(schema.properties)
        .map((key) => `<code>${escapeHtml(key)}</code>`)
        .join(', ')}`
    : '';
  return `${type}${inside}${nested}${limits.length > 0 ? ` <span class="soft">(${limits.join(', ')})</span>` : ''}`;
}

function exampleOf({ example, examples }: Schema): string {
  const shown = example ?? examples?.[0];
  return shown === undefined ? '' : `<pre class="example">${escapeHtml(JSON.stringify(shown, null, 2))}</pre>`;
}

const shape = ([name, schema]: [string, Schema]): string =>
  `<details class="card" id="shape-${name}"><summary><code>${name}</code></summary><p>${prose(schema.description ?? '')}</p>${properties(schema)}</details>`;
